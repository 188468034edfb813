import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IssueCode } from '../ledger/ledger-facts.ts';
import { mergeEvents, toLedgerEvent } from '../usage/merge.ts';
import { MAX_CALL_QUOTAS, QUOTA_KINDS, type Quota } from '../usage/quota.ts';
import { TOKEN_KINDS } from '../usage/token-usage.ts';
import { CALL_STATUSES, type UsageEvent } from '../usage/usage-event.ts';
import { CALL_FIELDS, CALL_TEXT_FIELDS } from './call-json.ts';
import { callToJson } from './call-to-json.ts';
import { idOfKeys, keyOfId } from './identity.ts';
import { instantOf } from './instant.ts';
import { jsonToEvent } from './json-to-event.ts';

const MINIMAL = { time: '2026-10-01T10:00:00Z', provider: 'openai', model: 'gpt-5', tokens: { input: 1 } };

const read = (value: unknown): { event: UsageEvent | undefined; issues: [IssueCode, string][] } => {
  const issues: [IssueCode, string][] = [];
  const event = jsonToEvent(value, {
    source: 'jsonl',
    capture: 'import',
    contentKey: (content) => `content:${content}`,
    onIssue: (code, detail) => issues.push([code, detail]),
    onUnknown: (key) => issues.push(['BAD_FIELD', key]),
  });
  return { event, issues };
};

describe('jsonToEvent', () => {
  it('needs only time, provider, model and some tokens', () => {
    const { event, issues } = read(MINIMAL);
    expect(issues).toEqual([]);
    expect(event).toMatchObject({
      startedAt: Date.UTC(2026, 9, 1, 10),
      provider: 'openai',
      model: 'gpt-5',
      tokens: { input: 1 },
      status: 'ok',
      source: 'jsonl',
      capture: 'import',
    });
    expect(event?.keys).toHaveLength(1);
  });

  it.each([
    [{ time: 'yesterday' }, 'BAD_TIMESTAMP', 'time'],
    [{ time: '2026-02-31T00:00:00Z' }, 'BAD_TIMESTAMP', 'time'],
    [{ provider: '' }, 'BAD_FIELD', 'provider'],
    [{ model: 7 }, 'MISSING_MODEL', 'model'],
    [{ tokens: {} }, 'BAD_FIELD', 'tokens'],
    [{ tokens: null }, 'BAD_FIELD', 'tokens'],
    [{ id: '' }, 'BAD_FIELD', 'id'],
    [{ id: 'x'.repeat(513) }, 'BAD_FIELD', 'id'],
  ])('refuses %j and says which field', (change, code, field) => {
    const { event, issues } = read({ ...MINIMAL, ...change });
    expect(event).toBeUndefined();
    expect(issues).toContainEqual([code, field]);
  });

  it.each([
    [{ batch: 'yes' }, 'BAD_FIELD', 'batch'],
    [{ status: 'fine' }, 'BAD_FIELD', 'status'],
    [{ tokens: { input: 1, output: -1 } }, 'BAD_NUMBER', 'tokens.output'],
    [{ tokens: { input: 1, cacheRead: 1.5 } }, 'BAD_NUMBER', 'tokens.cacheRead'],
    [{ tokens: { input: 1, outputs: 3 } }, 'BAD_FIELD', 'tokens.outputs'],
    [{ tokens: { input: 1, output: 2, reasoning: 3 } }, 'COUNTS_DISAGREE', 'tokens.reasoning'],
    [{ reportedCostUsd: -1 }, 'BAD_NUMBER', 'reportedCostUsd'],
    [{ reportedCostUsd: '0x10' }, 'BAD_NUMBER', 'reportedCostUsd'],
    [{ latencyMs: 'soon' }, 'BAD_NUMBER', 'latencyMs'],
    [{ session: 'x'.repeat(513) }, 'BAD_FIELD', 'session'],
    [{ tags: { team: 'a', note: 'x'.repeat(513) } }, 'BAD_FIELD', 'tags'],
    [{ quotas: 'tokens 5' }, 'BAD_FIELD', 'quotas'],
    [{ quotas: [{ kind: 'what a header said' }] }, 'BAD_FIELD', 'quotas'],
    [{ quotas: [{ kind: 'tokens', remaining: 'few' }] }, 'BAD_NUMBER', 'quotas'],
    [{ quotas: [{ kind: 'tokens', resetAt: 'soon' }] }, 'BAD_TIMESTAMP', 'quotas'],
    [{ brnach: 'main' }, 'BAD_FIELD', 'brnach'],
    [{ 'a sentence of the user': 1 }, 'BAD_FIELD', 'unnamed'],
  ])('keeps the call of %j but says what was left out', (change, code, field) => {
    const { event, issues } = read({ ...MINIMAL, ...change });
    expect(event?.tokens.input).toBe(1);
    expect(issues).toEqual([[code, field]]);
  });

  it('keeps each kind of quota once, in one order, and nothing else of it', () => {
    const tokens = { kind: 'tokens', limit: 9, note: 'what a header said' };
    const requests = { kind: 'requests', remaining: 0, resetAt: '2026-10-01T10:01:00.500Z' };
    const { event, issues } = read({ ...MINIMAL, quotas: [tokens, requests, tokens] });
    expect(event?.quotas).toEqual([
      { kind: 'requests', remaining: 0, resetAt: Date.UTC(2026, 9, 1, 10, 1, 0, 500) },
      { kind: 'tokens', limit: 9 },
    ]);
    expect(issues).toEqual([['BAD_FIELD', 'quotas']]);
    const tooMany = Array.from({ length: MAX_CALL_QUOTAS + 1 }, () => tokens);
    expect(read({ ...MINIMAL, quotas: tooMany }).event?.quotas).toBeUndefined();
  });

  it('takes a call without counts only where it failed, or was a call in another ledger', () => {
    expect(read({ ...MINIMAL, tokens: {}, status: 'error' }).event?.tokens).toEqual({});
    expect(read({ ...MINIMAL, tokens: {}, id: 'key:a' }).event?.tokens).toEqual({});
    expect(read({ ...MINIMAL, tokens: {}, id: 'a' }).event).toBeUndefined();
  });

  it('reads money exactly', () => {
    expect(read({ ...MINIMAL, reportedCostUsd: 0.0036035 }).event?.reportedCostNanoUsd).toBe(3_603_500);
    expect(read({ ...MINIMAL, reportedCostUsd: '0.1' }).event?.reportedCostNanoUsd).toBe(100_000_000);
  });

  it('never throws and never reads a prototype', () => {
    expect(read(JSON.parse('{"__proto__":{"time":1}}')).event).toBeUndefined();
    fc.assert(fc.property(fc.jsonValue(), (value) => void read(value)));
    fc.assert(
      fc.property(fc.record(Object.fromEntries(CALL_FIELDS.map((key) => [key, fc.jsonValue()]))), (value) => {
        const { event } = read(value);
        for (const count of Object.values(event?.tokens ?? {}))
          expect(Number.isSafeInteger(count)).toBe(true);
      }),
    );
  });

  it('gives two calls of equal content equal keys, whatever the order of their fields', () => {
    const reversed = Object.fromEntries(Object.entries(MINIMAL).reverse());
    expect(read(reversed).event?.keys).toEqual(read(MINIMAL).event?.keys);
    expect(read({ ...MINIMAL, user: 'u' }).event?.keys).not.toEqual(read(MINIMAL).event?.keys);
  });
});

const name = fc.stringMatching(/^[!-~]{1,30}$/).filter((text) => text !== '__proto__');
const word = fc.stringMatching(/^[\w.:#/-]{1,30}$/);
const count = fc.integer({ min: 0, max: 1e12 });

const instant = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2199, 0, 1) });

const quotas: fc.Arbitrary<readonly Quota[]> = fc
  .subarray([...QUOTA_KINDS], { minLength: 1 })
  .chain((kinds) =>
    fc.tuple(
      ...kinds.map((kind) =>
        fc.record(
          { kind: fc.constant(kind), limit: count, remaining: count, resetAt: instant },
          { requiredKeys: ['kind'] },
        ),
      ),
    ),
  );

/** Any event that the interchange can carry whole. */
const anyEvent = fc
  .record(
    {
      keys: fc.oneof(
        name.map((key) => [key]),
        name.filter((id) => !id.startsWith('key:')).map((id) => [`id:${id}`]),
      ),
      startedAt: instant,
      provider: name,
      model: name,
      tokens: fc.record(Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, count])), {
        requiredKeys: ['output'],
      }),
      webSearches: count,
      batch: fc.boolean(),
      reportedCostNanoUsd: fc.integer({ min: 0, max: 1e15 }),
      tags: fc.dictionary(name, name, { minKeys: 1, maxKeys: 5 }),
      status: fc.constantFrom(...CALL_STATUSES),
      latencyMs: fc.integer({ min: 0, max: 1e6 }),
      timeToFirstTokenMs: fc.integer({ min: 0, max: 1e6 }),
      quotas,
      ...Object.fromEntries(CALL_TEXT_FIELDS.map((field) => [field, name])),
      errorType: word,
      stopReason: word,
    },
    { requiredKeys: ['keys', 'startedAt', 'provider', 'model', 'tokens', 'status'] },
  )
  .map((event): UsageEvent => {
    const tokens = event.tokens as Record<string, number>;
    if ('reasoning' in tokens) tokens.reasoning = Math.min(tokens.reasoning!, tokens.output!);
    const isGiven = event.keys[0]!.startsWith('id:') && !event.keys[0]!.startsWith('id:key:');
    const rank = isGiven
      ? { capture: 'import', confidence: 'exact' }
      : { capture: 'copy', confidence: 'reconciled' };
    return { ...event, source: 'jsonl', ...rank } as unknown as UsageEvent;
  });

describe('callToJson', () => {
  it('comes back as the same call: event → JSON text → event', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const { event: back, issues } = read(JSON.parse(JSON.stringify(callToJson(event))));
        expect(back).toEqual(event);
        expect(issues).toEqual([]);
      }),
    );
  });

  it('adds the cost, which reading passes over', () => {
    const { event } = read({ ...MINIMAL, id: 'a' });
    const cost = {
      status: 'priced',
      listNanoUsd: 3_603_500,
      billedNanoUsd: 0,
      reportedNanoUsd: undefined,
      cacheSavedNanoUsd: 0,
      cachePremiumNanoUsd: 40_500,
      priceRule: 'openai:gpt-5@2026-01-01#abc',
      matchedBy: 'exact',
      bookVersion: 'b',
      confidence: 'exact',
    } as const;
    const json = callToJson({ ...event!, cost });
    expect(JSON.stringify(json)).toBe(
      '{"id":"a","time":"2026-10-01T10:00:00.000Z","provider":"openai","model":"gpt-5","tokens":{"input":1},' +
        '"status":"ok","cost":{"status":"priced","listUsd":0.0036035,"billedUsd":0,' +
        '"cacheSavedUsd":0,"cachePremiumUsd":0.0000405,"priceRule":"openai:gpt-5@2026-01-01#abc","matchedBy":"exact"}}',
    );
    expect(read(json)).toEqual({ event, issues: [] });
  });
});

describe('an export that is imported again', () => {
  const cost = {
    status: 'unpriced',
    listNanoUsd: undefined,
    reportedNanoUsd: undefined,
    billedNanoUsd: undefined,
    cacheSavedNanoUsd: undefined,
    cachePremiumNanoUsd: undefined,
    priceRule: undefined,
    matchedBy: undefined,
    bookVersion: 'b',
    confidence: 'exact',
  } as const;
  const inLedger = (event: UsageEvent) => toLedgerEvent({ ...event, modelCanonical: event.model, cost });

  it.each([
    ['claude-code', 'log', 'exact'],
    ['openclaw', 'log', 'estimated'],
    ['csv', 'import', 'exact'],
    ['gateway', 'gateway', 'reconciled'],
  ] as const)('changes nothing in the ledger that it came from (%s)', (source, capture, confidence) => {
    const original = inLedger({
      keys: ['msg_01', 'req_02'],
      startedAt: Date.UTC(2026, 9, 1),
      source,
      capture,
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      modelAnswered: 'claude-sonnet-4-5-20250929',
      tokens: { input: 1, output: 2 },
      status: 'ok',
      confidence,
      session: 's',
      branch: 'main',
    });
    const { event } = read(JSON.parse(JSON.stringify(callToJson(original))));
    const again = inLedger(event!);
    expect(mergeEvents(original, again)).toEqual(original);
    expect(mergeEvents(again, original)).toEqual(original);
  });
});

describe('identity', () => {
  it('gives an exported key back as it was', () => {
    fc.assert(fc.property(name, (key) => keyOfId(idOfKeys([key])!) === key));
    expect(idOfKeys(['msg_01', 'req_02'])).toBe('key:msg_01');
    expect(idOfKeys(['id:order-7', 'msg_01'])).toBe('order-7');
    // Not an id that a sender can give, so it is no given id.
    expect(idOfKeys(['id:key:x'])).toBe('key:id:key:x');
  });
});

describe('instantOf', () => {
  it.each([
    ['2026-10-01T10:00:00.123Z', Date.UTC(2026, 9, 1, 10, 0, 0, 123)],
    ['2026-10-01 10:00:00', Date.UTC(2026, 9, 1, 10)],
    ['2026-10-01T10:00:00+02:00', Date.UTC(2026, 9, 1, 8)],
    ['2026-10-01T10:00:00+0200', Date.UTC(2026, 9, 1, 8)],
    ['2026-10-01', Date.UTC(2026, 9, 1)],
    ['1790848800', Date.UTC(2026, 9, 1, 10)],
    [1790848800, Date.UTC(2026, 9, 1, 10)],
    [1790848800000, Date.UTC(2026, 9, 1, 10)],
    [1790848800.5, Date.UTC(2026, 9, 1, 10, 0, 0, 500)],
  ])('reads %j', (value, instant) => {
    expect(instantOf(value)).toBe(instant);
  });

  it.each([
    '',
    'March',
    '5',
    '10/01/2026',
    '2026-13-01',
    '1999-01-01',
    '9999-01-01',
    null,
    -1,
    Number.NaN,
    {},
  ])('refuses %j', (value) => {
    expect(instantOf(value)).toBeUndefined();
  });
});
