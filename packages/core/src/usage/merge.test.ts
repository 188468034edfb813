import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cost } from '../price/cost.ts';
import { isDeepEqual } from './deep-equal.ts';
import { mergeEvents, toLedgerEvent } from './merge.ts';
import type { LedgerEvent, PricedEvent } from './priced-event.ts';
import type { Quota } from './quota.ts';
import { CAPTURES, CONFIDENCES } from './usage-event.ts';

const cost = (listNanoUsd: number): Cost => ({
  status: 'priced',
  listNanoUsd,
  reportedNanoUsd: undefined,
  billedNanoUsd: listNanoUsd,
  cacheSavedNanoUsd: 0,
  cachePremiumNanoUsd: 0,
  priceRule: 'rule',
  matchedBy: 'exact',
  bookVersion: 'v1',
  confidence: 'exact',
});

const call = (fields: Partial<PricedEvent> = {}): LedgerEvent =>
  toLedgerEvent({
    keys: ['k1'],
    startedAt: 1000,
    source: 'claude-code',
    capture: 'log',
    provider: 'anthropic',
    model: 'claude-opus-5-5',
    modelCanonical: 'claude-opus-5-5',
    tokens: { input: 3, output: 10 },
    status: 'ok',
    confidence: 'exact',
    cost: cost(10),
    ...fields,
  });

const small = fc.integer({ min: 0, max: 2 });
const letter = fc.constantFrom('a', 'b');
const optionalLetter = fc.option(letter, { nil: undefined });
/** With their fields in either order, as no reader may notice. */
const quotas: fc.Arbitrary<readonly Quota[]> = fc
  .record({ kind: fc.constantFrom('requests', 'tokens'), remaining: small, isTurned: fc.boolean() })
  .map(({ kind, remaining, isTurned }) => [isTurned ? { remaining, kind } : { kind, remaining }]);

/** Copies of one call that differ in everything a merge looks at, from tiny ranges so that ties happen often. */
const anyCopy: fc.Arbitrary<LedgerEvent> = fc
  .record({
    keys: fc.uniqueArray(fc.constantFrom('k1', 'k2', 'k3'), { minLength: 1 }),
    startedAt: small,
    originAt: fc.option(small, { nil: undefined }),
    source: letter,
    capture: fc.constantFrom(...CAPTURES),
    confidence: fc.constantFrom(...CONFIDENCES),
    output: fc.option(small, { nil: undefined }),
    input: small,
    session: optionalLetter,
    project: optionalLetter,
    user: optionalLetter,
    tags: fc.option(fc.dictionary(letter, letter, { minKeys: 1 }), { nil: undefined }),
    latencyMs: fc.option(small, { nil: undefined }),
    toolCalls: fc.option(small, { nil: undefined }),
    quotas: fc.option(quotas, { nil: undefined }),
  })
  .map(({ output, input, originAt, session, project, user, tags, latencyMs, toolCalls, quotas, ...rest }) => {
    const tokens = output === undefined ? { input } : { input, output };
    // As in the product, the cost follows from the metered part and its instant.
    const fixed = cost(input * 100 + (output ?? 0) * 10 + rest.startedAt);
    return call({
      ...rest,
      tokens,
      cost: fixed,
      ...(originAt !== undefined && { originAt }),
      ...(session && { session }),
      ...(project && { project }),
      ...(user && { user }),
      ...(tags && { tags }),
      ...(latencyMs !== undefined && { latencyMs }),
      ...(toolCalls !== undefined && { toolCalls }),
      ...(quotas && { quotas }),
    });
  });

describe('mergeEvents', () => {
  it('is idempotent, commutative and associative, so that the order of imports never shows', () => {
    fc.assert(
      fc.property(anyCopy, anyCopy, anyCopy, (a, b, c) => {
        expect(mergeEvents(a, a)).toEqual(a);
        expect(mergeEvents(a, b)).toEqual(mergeEvents(b, a));
        expect(mergeEvents(mergeEvents(a, b), c)).toEqual(mergeEvents(a, mergeEvents(b, c)));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps one whole row: the one with the greatest output, never a mixture', () => {
    const placeholder = call({ tokens: { input: 9, output: 2 }, cost: cost(2) });
    const final = call({ tokens: { input: 4, output: 167 }, cost: cost(167) });
    expect(mergeEvents(placeholder, final)).toMatchObject({
      tokens: { input: 4, output: 167 },
      cost: { listNanoUsd: 167 },
    });
  });

  it('gives a copied call to the session that had it first, and keeps the earlier start', () => {
    const original = call({ startedAt: 500, originAt: 400, session: 'parent', branch: 'main' });
    const copy = call({ startedAt: 900, originAt: 800, session: 'fork' });
    const merged = mergeEvents(copy, original);
    expect(merged).toMatchObject({ session: 'parent', branch: 'main', startedAt: 500 });
  });

  it('takes the counts from the gateway and the project from the log', () => {
    const log = call({ session: 's', project: '/w/app', tokens: { output: 20 } });
    const gateway = call({
      capture: 'gateway',
      keys: ['k1', 'req'],
      tokens: { output: 19 },
      latencyMs: 812,
      quotas: [{ kind: 'tokens', remaining: 7 }],
      user: 'ada',
    });
    expect(mergeEvents(log, gateway)).toMatchObject({
      project: '/w/app',
      session: 's',
      tokens: { output: 19 },
      latencyMs: 812,
      quotas: [{ kind: 'tokens', remaining: 7 }],
      user: 'ada',
      keys: ['k1', 'req'],
    });
  });

  it('knows of the caller what either copy knows', () => {
    const program = call({ user: 'ada', tags: { team: 'search', tier: 'gold' } });
    const gateway = call({ capture: 'gateway', feature: 'summary', tags: { team: 'search', run: '7' } });
    expect(mergeEvents(program, gateway)).toMatchObject({
      user: 'ada',
      feature: 'summary',
      tags: { team: 'search', tier: 'gold', run: '7' },
    });
  });

  it('keeps the task that a program names, whatever its log and its traces know', () => {
    const log = call({ session: 's', project: '/w/app' });
    const named = call({ capture: 'gateway', task: 'ticket-7' });
    const traced = call({ capture: 'otel', task: '4bf92f3577b34da6a3ce929d0e0e4736' });
    expect(mergeEvents(log, named)).toMatchObject({ task: 'ticket-7', session: 's' });
    expect(mergeEvents(log, traced).task).toBe(traced.task);
    for (const [a, b] of [
      [named, traced],
      [traced, named],
    ] as const)
      expect(mergeEvents(a, b).task).toBe('ticket-7');
  });

  it('believes who is nearer to the program, whichever road came first and whatever came between', () => {
    const roads = [
      call({ capture: 'gateway', user: 'a-key', tags: { team: 'a', run: '1' } }),
      call({ capture: 'sdk', user: 'program', tags: { team: 'z' } }),
      call({ capture: 'otel', user: 'b-trace', feature: 'chat', tags: { team: 'b', run: '2' } }),
    ] as const;
    for (const [a, b, c] of [
      [0, 1, 2],
      [2, 0, 1],
      [1, 2, 0],
    ] as const)
      expect(mergeEvents(mergeEvents(roads[a], roads[b]), roads[c])).toMatchObject({
        user: 'program',
        feature: 'chat',
        tags: { team: 'z', run: '2' },
        ranks: {
          metered: 'gateway',
          caller: { user: 'sdk', feature: 'otel', 'tag:team': 'sdk', 'tag:run': 'otel' },
        },
      });
  });

  it('keeps the cost that was fixed first when the same version is seen again at a newer price', () => {
    expect(mergeEvents(call({ cost: cost(10) }), call({ cost: cost(99) })).cost.listNanoUsd).toBe(10);
  });
});

describe('isDeepEqual', () => {
  it('treats a key that holds undefined as absent and tells values from containers', () => {
    expect(isDeepEqual({ a: 1, b: undefined }, { a: 1 })).toBe(true);
    expect(isDeepEqual({ a: [1] }, { a: { 0: 1 } })).toBe(false);
    expect(isDeepEqual({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  });
});
