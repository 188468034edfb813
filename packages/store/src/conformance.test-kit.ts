import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callId } from './call/call-id.ts';
import { changesConformance } from './conformance/changes.test-kit.ts';
import { dump, toArray, withoutUnset } from './conformance/dump.test-kit.ts';
import { freshLedgers, type OpenLedger } from './conformance/fresh-ledgers.test-kit.ts';
import { keepingConformance } from './conformance/keeping.test-kit.ts';
import { lapseConformance } from './conformance/lapses.test-kit.ts';
import { call, costOf, events, queries, T0, ZONES } from './conformance/sample-events.test-kit.ts';
import { sessionConformance } from './conformance/sessions.test-kit.ts';
import { taskConformance } from './conformance/tasks.test-kit.ts';
import { timingConformance } from './conformance/timings.test-kit.ts';
import { ISSUES_PER_FILE_MAX } from './facts/issue-limit.ts';
import { openMemoryLedger } from './memory/memory-ledger.ts';
import type { Checkpoint, Ledger, StoredCall } from './store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALL = { zone: 'UTC', by: [], where: [] } as const;

/** The specification of the ledger: every engine passes it. `open` gives an empty ledger in that zone. */
export const conformance = (name: string, open: OpenLedger): void => {
  const fresh = freshLedgers(open);

  describe(`${name}: appending`, () => {
    test('counts what is new, better and the same', async () => {
      const ledger = await fresh();
      const first = call('a', { tokens: { output: 5 } });
      expect(await ledger.append({ events: [first, call('b')] })).toEqual({
        added: 2,
        merged: 0,
        unchanged: 0,
      });
      expect(await ledger.append({ events: [first] })).toEqual({ added: 0, merged: 0, unchanged: 1 });
      const grown = call('a', { tokens: { output: 50 }, cost: costOf(5_000) });
      expect(await ledger.append({ events: [grown] })).toEqual({ added: 0, merged: 1, unchanged: 0 });
      expect(await ledger.append({ events: [first] })).toEqual({ added: 0, merged: 0, unchanged: 1 });
      const { totals } = await ledger.usage(ALL);
      expect(totals).toMatchObject({ calls: 2, tokens: { output: 70 }, cost: { listNanoUsd: 6_000 } });
    });

    test('copies inside one batch are one call', async () => {
      const ledger = await fresh();
      const batch = [call('a', { tokens: { output: 1 } }), call('b'), call('a', { tokens: { output: 9 } })];
      expect(await ledger.append({ events: batch })).toEqual({ added: 2, merged: 0, unchanged: 0 });
      expect((await ledger.usage(ALL)).totals.tokens.output).toBe(29);
    });

    test('a copy that has the keys of two calls makes them one', async () => {
      const ledger = await fresh();
      await ledger.append({ events: [call('a'), call('b', { session: 'session-2', startedAt: T0 + DAY })] });
      expect((await ledger.usage(ALL)).totals.calls).toBe(2);
      const bridge = call('a', { keys: ['a', 'b', 'c'], capture: 'gateway', source: 'gateway' });
      expect(await ledger.append({ events: [bridge] })).toEqual({ added: 0, merged: 1, unchanged: 0 });
      expect((await ledger.usage(ALL)).totals).toMatchObject({ calls: 1, tokens: { output: 20 } });
      expect((await ledger.sessions({ where: [], orderBy: 'cost', limit: 9 })).count).toBe(1);
      for (const key of ['a', 'b', 'c']) {
        expect(await ledger.findCalls(key)).toMatchObject([{ keys: ['a', 'b', 'c'] }]);
      }
      expect(await ledger.append({ events: [call('b')] })).toMatchObject({ added: 0 });
    });

    test('a merge that moves the call to another session, project or day moves its totals', async () => {
      const ledger = await fresh();
      await ledger.append({
        events: [call('a', { startedAt: T0 + DAY }), call('b', { startedAt: T0 + 2 * DAY })],
      });
      const owner = { session: 'session-9', project: '/p', originAt: T0 - DAY };
      await ledger.append({ events: [call('a', { startedAt: T0 + HOUR, ...owner })] });
      const { sessions } = await ledger.sessions({ where: [], orderBy: 'newest', limit: 9 });
      expect(sessions).toMatchObject([
        { session: 'session-1', calls: 1, firstAt: T0 + 2 * DAY, lastAt: T0 + 2 * DAY },
        { session: 'session-9', calls: 1, firstAt: T0 + HOUR, lastAt: T0 + HOUR, project: '/p' },
      ]);
      const days = await ledger.usage({ ...ALL, interval: 'day' });
      expect(days.rows.map(({ start, calls }) => [start, calls])).toEqual([
        [T0, 1],
        [T0 + 2 * DAY, 1],
      ]);
    });

    test('every field of a call comes back as it was', async () => {
      const ledger = await fresh();
      const full = call('a', {
        keys: ['z', 'a"', '["a"]'],
        originAt: T0 - 5,
        modelAnswered: 'm-2',
        serviceTier: 'priority',
        batch: false,
        speed: 'fast',
        region: 'us',
        webSearches: 0,
        toolCalls: 3,
        reportedCostNanoUsd: 7,
        errorType: 'overloaded',
        stopReason: 'end_turn',
        inclusion: 'assumed',
        machine: 'host',
        parentAgent: 'main',
        channel: 'telegram',
        environment: 'prod',
        apiKeyLabel: 'key-1',
        tags: {},
        latencyMs: 1.25,
        timeToFirstTokenMs: 0,
        httpStatus: 200,
        attempt: 2,
        quotas: [
          { kind: 'requests', remaining: 0 },
          { kind: 'tokens', limit: 80_000, remaining: 79_000, resetAt: T0 + 1 },
        ],
        promptFingerprint: 'f',
        tokens: { input: 0, outputAudio: 3, cacheWrite12h: 4 },
        cost: {
          ...costOf(undefined),
          notes: ['rate_fallback:cacheRead'],
          tier: '>200000',
          reportedNanoUsd: 7,
        },
      });
      await ledger.append({ events: [full] });
      const { originAt, keys, ...rest } = full;
      const [stored] = await toArray(ledger.events({}));
      expect(withoutUnset(stored)).toEqual(
        withoutUnset({
          ...rest,
          keys: ['["a"]', 'a"', 'z'],
          id: callId(['["a"]']),
          ranks: {
            metered: 'log',
            attribution: 'log',
            request: 'log',
            meteredStartedAt: T0,
            attributionOriginAt: originAt,
          },
        }),
      );
      expect(keys).toHaveLength(3);
    });

    test('any order, repetition and splitting of batches gives the same ledger', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(events(12), { minLength: 1, maxLength: 14 }),
          fc.array(fc.nat(), { minLength: 1, maxLength: 24 }),
          fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }),
          async (all, picks, sizes) => {
            const oracle = openMemoryLedger({ zone: 'America/New_York' });
            await oracle.append({ events: all });
            const ledger = await open('America/New_York');
            const rest = [...picks.map((pick) => all[pick % all.length]!), ...all];
            for (let i = 0; rest.length > 0; i++) {
              await ledger.append({ events: rest.splice(0, sizes[i % sizes.length]!) });
            }
            const found = await dump(ledger);
            await ledger.close();
            expect(found).toEqual(await dump(oracle));
          },
        ),
        { numRuns: 60 },
      );
    });
  });

  describe(`${name}: usage`, () => {
    test('answers any query as the oracle does', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(events(60), { minLength: 1, maxLength: 40 }),
          fc.constantFrom(...ZONES),
          fc.array(queries, { minLength: 1, maxLength: 12 }),
          fc.boolean(),
          async (all, zone, asked, settled) => {
            const oracle = openMemoryLedger({ zone });
            await oracle.append({ events: all });
            const ledger = await open(zone);
            await ledger.append({ events: all });
            if (settled) await ledger.settle();
            for (const query of asked) expect(await ledger.usage(query)).toEqual(await oracle.usage(query));
            await ledger.close();
          },
        ),
        { numRuns: 80 },
      );
    });

    test('the days of a range sum to the range, in every zone', async () => {
      const ledger = await fresh('Asia/Kolkata');
      const hours = Array.from({ length: 120 }, (_, i) =>
        call(`k${i}`, { startedAt: T0 + i * HOUR + i * 7_001 }),
      );
      await ledger.append({ events: hours });
      for (const zone of ZONES) {
        const range = { ...ALL, zone, from: T0 + 5 * HOUR + 11, to: T0 + 100 * HOUR + 13 };
        const { totals } = await ledger.usage(range);
        const { rows } = await ledger.usage({ ...range, interval: 'day' });
        expect(rows.reduce((sum, { calls }) => sum + calls, 0)).toBe(totals.calls);
        expect(totals.calls).toBe(
          hours.filter((e) => e.startedAt >= range.from && e.startedAt < range.to).length,
        );
      }
    });

    test('unset dimensions are a value of their own; != holds for them', async () => {
      const ledger = await fresh();
      await ledger.append({ events: [call('a', { user: 'ann' }), call('b', { user: 'bob' }), call('c')] });
      const users = async (op: '=' | '!=', ...values: (string | null)[]) => {
        const where = values.map((value) => ({ dimension: 'user', op, value }) as const);
        return (await ledger.usage({ ...ALL, by: ['user'], where })).rows.map(({ key }) => key.user);
      };
      expect(await users('=', 'ann', 'bob')).toEqual(['ann', 'bob']);
      expect(await users('!=', 'ann')).toEqual(['bob', null]);
      expect(await users('=', null)).toEqual([null]);
      expect(await users('!=', 'ann', null)).toEqual(['bob']);
    });

    test('limit keeps the largest rows and counts the others', async () => {
      const ledger = await fresh();
      const sizes = [3, 1, 2].map((n) =>
        call(`k${n}`, { project: `/p${n}`, cost: costOf(n), startedAt: T0 + n * DAY }),
      );
      await ledger.append({ events: sizes });
      const plain = await ledger.usage({ ...ALL, by: ['project'], limit: 2 });
      expect(plain.rows.map(({ key }) => key.project)).toEqual(['/p3', '/p2']);
      expect(plain).toMatchObject({ omittedRows: 1, totals: { calls: 3 } });
      const daily = await ledger.usage({ ...ALL, by: ['project'], limit: 2, interval: 'day' });
      expect(daily.rows.map(({ key }) => key.project)).toEqual(['/p2', '/p3']);
    });

    test('sums beyond 2^53 do not fail', async () => {
      const ledger = await fresh();
      const huge = Number.MAX_SAFE_INTEGER - 1;
      const many = Array.from({ length: 4 }, (_, i) => call(`k${i}`, { cost: costOf(huge) }));
      await ledger.append({ events: many.slice(0, 2) });
      await ledger.append({ events: many.slice(2) });
      expect((await ledger.usage(ALL)).totals.cost.listNanoUsd).toBe(4 * huge);
      const { sessions } = await ledger.sessions({ where: [], orderBy: 'cost', limit: 1 });
      expect(sessions[0]?.cost.listNanoUsd).toBe(4 * huge);
      expect((await ledger.stats()).calls).toBe(4);
    });

    test('names a dimension or zone that is none', async () => {
      const ledger = await fresh();
      const code = (value: string) => ({ meterlineFault: { code: value } });
      await expect(ledger.usage({ ...ALL, by: ['colour' as never] })).rejects.toMatchObject(
        code('DIMENSION_UNKNOWN'),
      );
      await expect(ledger.usage({ ...ALL, zone: 'Mars' })).rejects.toMatchObject(code('ZONE_UNKNOWN'));
      const where = [{ dimension: 'colour' as never, op: '=', value: 'red' }] as const;
      await expect(ledger.sessions({ where, orderBy: 'cost', limit: 1 })).rejects.toMatchObject(
        code('DIMENSION_UNKNOWN'),
      );
      expect(() => ledger.events({ where })).toThrow('colour');
      await expect(ledger.dimensionValues('tag:', 5)).rejects.toMatchObject(code('DIMENSION_UNKNOWN'));
    });

    test('dimension values come by their number of calls', async () => {
      const ledger = await fresh();
      const users = ['b', 'a', 'b', 'c', 'a', 'b'].map((user, i) =>
        call(`k${i}`, { user, tags: { team: user } }),
      );
      await ledger.append({ events: [...users, call('none')] });
      expect(await ledger.dimensionValues('user', 2)).toEqual(['b', 'a']);
      expect(await ledger.dimensionValues('tag:team', 9)).toEqual(['b', 'a', 'c']);
      expect(await ledger.dimensionValues('tenant', 9)).toEqual([]);
    });
  });

  lapseConformance(name, open);
  changesConformance(name, open);
  timingConformance(name, open);
  keepingConformance(name, open);
  sessionConformance(name, open);
  taskConformance(name, open);

  describe(`${name}: sessions and calls`, () => {
    test('sessions are kept by app and id, with what most of their calls say', async () => {
      const ledger = await fresh();
      await ledger.append({
        events: [
          call('a', { branch: 'main', parentSession: 'p' }),
          call('b', { branch: 'dev', modelCanonical: 'm2', startedAt: T0 + HOUR }),
          call('c', { branch: 'dev', startedAt: T0 + 2 * HOUR }),
          call('d', { app: 'codex', startedAt: T0 + DAY }),
          call('e', { session: undefined } as never),
        ],
      });
      const page = await ledger.sessions({ where: [], orderBy: 'calls', limit: 1 });
      expect(page).toMatchObject({
        count: 2,
        sessions: [
          {
            app: 'claude-code',
            session: 'session-1',
            branch: 'dev',
            parentSession: 'p',
            models: ['claude-opus-4-6', 'm2'],
            calls: 3,
            firstAt: T0,
            lastAt: T0 + 2 * HOUR,
          },
        ],
      });
    });

    test('finds sessions by id or its beginning', async () => {
      const ledger = await fresh();
      const ids = ['abcdef-1', 'abcdef-2', 'abcdef', 'short'];
      await ledger.append({ events: ids.map((session, i) => call(`k${i}`, { session })) });
      const find = async (text: string) =>
        (await ledger.findSessions(text)).map(({ session }) => session).sort();
      expect(await find('abcdef')).toEqual(['abcdef']);
      expect(await find('abcdef-')).toEqual(['abcdef-1', 'abcdef-2']);
      expect(await find('abcde')).toEqual([]);
      expect(await find('short')).toEqual(['short']);
    });

    test('finds calls by id, beginning of the id, any key, and the id of before a merge', async () => {
      const ledger = await fresh();
      await ledger.append({ events: [call('m'), call('other')] });
      const [before] = await ledger.findCalls('m');
      await ledger.append({ events: [call('m', { keys: ['a', 'm'] })] });
      const [after] = await ledger.findCalls('m');
      expect(after?.id).toBe(callId(['a']));
      for (const text of [before!.id, after!.id, after!.id.slice(0, 6), 'a', 'm']) {
        expect((await ledger.findCalls(text)).map(({ id }) => id)).toEqual([after!.id]);
      }
      for (const text of ['nothing', after!.id.slice(0, 5), 'ffffffffffffffff']) {
        expect(await ledger.findCalls(text)).toEqual([]);
      }
    });

    test('calls stream in order, filtered and limited', async () => {
      const ledger = await fresh();
      const many = Array.from({ length: 2_500 }, (_, i) =>
        call(`k${i}`, { startedAt: T0 + ((i * 7_919) % 2_500), session: `session-${i % 3}` }),
      );
      await ledger.append({ events: many });
      const times = async (query: Parameters<Ledger['events']>[0]) =>
        (await toArray(ledger.events(query))).map(({ startedAt }) => startedAt - T0);
      const ascending = Array.from({ length: 2_500 }, (_, i) => i);
      expect(await times({})).toEqual(ascending);
      expect(await times({ limit: 0 })).toEqual([]);
      expect(await times({ order: 'newest', limit: 3 })).toEqual([2_499, 2_498, 2_497]);
      expect(await times({ from: T0 + 10, to: T0 + 1_500 })).toEqual(ascending.slice(10, 1_500));
      const where = [{ dimension: 'session', op: '=', value: 'session-1' }] as const;
      const ofSession = await toArray(ledger.events({ where, order: 'newest' }));
      expect(ofSession).toHaveLength(833);
      expect(ofSession.every(({ session }) => session === 'session-1')).toBe(true);
      expect(ofSession.every((e, i) => i === 0 || e.startedAt < ofSession[i - 1]!.startedAt)).toBe(true);
    });

    test('pages of calls are the whole of them, whatever is asked for', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(events(40), { minLength: 1, maxLength: 40 }),
          fc.record(
            {
              order: fc.constantFrom('oldest', 'newest'),
              status: fc.constantFrom('ok', 'error', 'aborted', 'failed'),
              unpriced: fc.boolean(),
              where: fc.constant([{ dimension: 'session', op: '=', value: 'session-1' } as const]),
            },
            { requiredKeys: ['order'] },
          ),
          fc.integer({ min: 1, max: 4 }),
          async (many, asked, limit) => {
            const ledger = await fresh();
            // Many of one moment.
            await ledger.append({
              events: many.map((one) => ({ ...one, startedAt: one.startedAt - (one.startedAt % DAY) })),
            });
            const all = await toArray(
              ledger.events({ order: asked.order, ...(asked.where && { where: asked.where }) }),
            );
            const { status, unpriced } = asked;
            const wanted = all.filter(
              (one) =>
                (status === undefined ||
                  (status === 'failed' ? one.status !== 'ok' : one.status === status)) &&
                (unpriced !== true || one.cost.status === 'unpriced'),
            );
            const paged: StoredCall[] = [];
            for (;;) {
              const last = paged.at(-1);
              const page = await toArray(
                ledger.events({ ...asked, limit, ...(last === undefined ? {} : { after: last }) }),
              );
              paged.push(...page);
              if (page.length < limit || paged.length > all.length) break;
            }
            expect(paged.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
          },
        ),
        { numRuns: 25 },
      ));

    test('after a call that is not there comes all of its moment', async () => {
      const ledger = await fresh();
      await ledger.append({
        events: [call('a'), call('b', { startedAt: T0 + 1 }), call('c', { startedAt: T0 + 2 })],
      });
      for (const id of ['0'.repeat(16), 'no id']) {
        const times = async (order: 'oldest' | 'newest') =>
          (await toArray(ledger.events({ order, after: { startedAt: T0 + 1, id } }))).map(
            ({ startedAt }) => startedAt - T0,
          );
        expect(await times('newest')).toEqual([1, 0]);
        expect(await times('oldest')).toEqual([1, 2]);
      }
    });
  });

  describe(`${name}: facts`, () => {
    const checkpoint: Checkpoint = {
      source: 'claude-code',
      path: '/logs/a.jsonl',
      parserVersion: 2,
      device: 1,
      inode: 2,
      size: 300,
      modifiedAt: T0 + 0.5,
      offset: 250,
      fingerprint: 'f',
      state: '{"n":1}',
    };

    test('a checkpoint is replaced by the next of its path and stays otherwise', async () => {
      const ledger = await fresh();
      await ledger.append({
        events: [],
        checkpoints: [checkpoint, { ...checkpoint, path: '/logs/b.jsonl' }],
      });
      await ledger.append({ events: [], checkpoints: [{ ...checkpoint, offset: 300 }] });
      expect(await ledger.checkpoint('claude-code', '/logs/a.jsonl')).toEqual({ ...checkpoint, offset: 300 });
      expect(await ledger.checkpoint('codex', '/logs/a.jsonl')).toBeUndefined();
      expect((await ledger.checkpoints('claude-code')).map(({ path }) => path).sort()).toEqual([
        '/logs/a.jsonl',
        '/logs/b.jsonl',
      ]);
    });

    test('an issue counts once, its places are bounded, the count goes on', async () => {
      const ledger = await fresh();
      const issue = (at: number, detail?: string) => ({
        source: 's',
        file: '/f',
        code: 'BAD_JSON' as const,
        at,
        ...(detail !== undefined && { detail }),
      });
      await ledger.append({ events: [], issues: [issue(7, 'later'), issue(3, 'first'), issue(7)] });
      expect(await ledger.issues()).toEqual([
        { source: 's', file: '/f', code: 'BAD_JSON', count: 2, firstAt: 3, detail: 'first' },
      ]);
      const many = Array.from({ length: ISSUES_PER_FILE_MAX + 50 }, (_, i) => issue(i + 10));
      for (let round = 0; round < 2; round++) await ledger.append({ events: [], issues: many });
      expect(await ledger.issues()).toMatchObject([{ count: many.length + 2, firstAt: 3 }]);
    });

    test('of declared usage the latest counts; jobs keep their name', async () => {
      const ledger = await fresh();
      const declared = (at: number, output: number) => ({
        source: 's',
        app: 'claude-code',
        session: 'session-1',
        model: 'm',
        tokens: { output },
        at,
      });
      await ledger.append({
        events: [],
        declared: [declared(5, 50), { ...declared(1, 1), session: 'session-2' }],
      });
      await ledger.append({
        events: [],
        declared: [declared(4, 99)],
        cronJobs: [{ app: 'x', cron: 'c', name: 'n' }],
      });
      expect(await ledger.declared({ app: 'claude-code', session: 'session-1' })).toEqual([declared(5, 50)]);
      expect(await ledger.declared()).toHaveLength(2);
      expect(await ledger.cronJobs()).toEqual([{ app: 'x', cron: 'c', name: 'n' }]);
    });

    test('the revision grows with everything that is written, and with nothing else', async () => {
      const ledger = await fresh();
      const moved = async (work: () => Promise<unknown>): Promise<boolean> => {
        const before = await ledger.revision();
        await work();
        return (await ledger.revision()) > before;
      };
      expect(await moved(() => ledger.append({ events: [call('a')] }))).toBe(true);
      expect(await moved(() => ledger.append({ events: [], checkpoints: [checkpoint] }))).toBe(true);
      expect(await moved(() => ledger.usage(ALL))).toBe(false);
      expect(await moved(() => ledger.settle())).toBe(false);
      const how = { bookVersion: '2', at: T0, dryRun: false };
      expect(await moved(() => ledger.reprice({}, () => costOf(7), how))).toBe(true);
      expect(await moved(() => ledger.reprice({}, () => costOf(8), { ...how, dryRun: true }))).toBe(false);
      expect(await moved(() => ledger.dropEventsBefore(T0 + DAY))).toBe(true);
    });

    test('stats tell the size of the ledger', async () => {
      const ledger = await fresh('Asia/Kolkata');
      expect(await ledger.stats()).toMatchObject({ calls: 0, rawCalls: 0, firstAt: null, lastAt: null });
      await ledger.append({ events: [call('a'), call('b', { startedAt: T0 + DAY, session: 'session-2' })] });
      expect(await ledger.stats()).toMatchObject({
        calls: 2,
        rawCalls: 2,
        sessions: 2,
        firstAt: T0,
        lastAt: T0 + DAY,
        zone: 'Asia/Kolkata',
        tokens: { total: 120 },
      });
    });
  });
};
