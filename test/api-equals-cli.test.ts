import { INTERVALS, PERIODS, PLAIN_DIMENSIONS } from '@meterline/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../packages/cli/test/run-cli.ts';
import { NOW } from '../packages/cli/test/sample-calls.ts';
import { closeApis, homeOf, startApi, type TestApi } from '../packages/server/test/api/api-kit.ts';

/** One query, every surface: the command line and the API are asked the same, and say the same to the nano-dollar. */
let api: TestApi;

/** The samples are of agents, which name no tasks: these do. */
const TASK_LINES = Array.from({ length: 24 }, (_, i) =>
  JSON.stringify({
    ...{ id: `t${i}`, time: new Date(NOW - i * 3_700_000).toISOString(), task: `ticket-${i % 5}` },
    ...{
      provider: 'anthropic',
      model: i % 7 === 0 ? 'fixture-model' : 'claude-haiku-4-5',
      app: `bot-${i % 2}`,
    },
    ...{ tokens: { input: 100 * i, output: 7 }, agent: i % 3 === 0 ? 'lead' : 'scout', parentAgent: 'lead' },
    ...(i % 4 === 0 ? {} : { latencyMs: 900 * i, timeToFirstTokenMs: 40 * i, session: `run-${i % 6}` }),
    ...(i % 3 === 0 ? {} : { feature: `answer-${i % 2}`, tenant: 'acme' }),
  }),
).join('\n');

beforeAll(async () => {
  api = await startApi(await homeOf(TASK_LINES), { now: NOW });
});
afterAll(closeApis);

const cli = async (args: readonly string[]): Promise<string> => {
  const ran = await runCli(args, { home: api.home, durable: true });
  if (ran.status !== 0) throw new Error(`meterline ${args.join(' ')}: ${ran.err}`);
  return ran.out;
};

type Asked = {
  readonly period: (typeof PERIODS)[number] | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly zone: string;
  readonly where: readonly string[];
};

const ZONES = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe'];
/** Of the samples, and some that none of them has. */
const FILTERS = [
  'app=claude-code',
  'app=codex',
  'app!=codex',
  'source=openclaw',
  'model=gpt-5.4',
  'model!=fixture-model',
  'provider=anthropic',
  'project=',
  'session!=',
  'agent=',
  'agent!=',
  'cron!=',
  'tag:team=blue',
  'model=<b>none</b>',
];

const days = fc
  .tuple(fc.nat(640), fc.nat(200))
  .map(([from, long]) => [Date.UTC(2025, 1, 1) + from * 86_400_000, long] as const);
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
const range = fc.oneof(
  fc.constantFrom(...PERIODS).map((period) => ({ period, from: undefined, to: undefined })),
  days.map(([at, long]) => ({ period: undefined, from: isoDay(at), to: isoDay(at + long * 86_400_000) })),
  days.map(([at]) => ({ period: undefined, from: new Date(at + 12_345_678).toISOString(), to: undefined })),
  days.map(([at, long]) => ({ period: undefined, from: `${at}`, to: `${at + (long + 1) * 86_400_000}` })),
);
const asked: fc.Arbitrary<Asked> = fc
  .tuple(range, fc.constantFrom(...ZONES), fc.uniqueArray(fc.constantFrom(...FILTERS), { maxLength: 2 }))
  .map(([when, zone, where]) => ({ ...when, zone, where }));

const flagsOf = ({ period, from, to, zone, where }: Asked): string[] => [
  ...(period === undefined ? [] : ['--period', period]),
  ...(from === undefined ? [] : ['--since', from]),
  ...(to === undefined ? [] : ['--until', to]),
  '--zone',
  zone,
  ...where.flatMap((filter) => ['--where', filter]),
];

interface Totals {
  readonly calls: number;
  readonly tokens: Readonly<Record<string, number>>;
  readonly cost: Readonly<Record<string, number>>;
}

/** Figures of the API as the command line writes them. Nothing is rounded: the divided integer prints as its decimal. */
const figuresOf = ({ calls, tokens, cost }: Totals) => {
  const unknown = calls > 0 && cost.unpricedCalls! >= calls;
  const usd = (nanoUsd: number) => (unknown && nanoUsd === 0 ? null : nanoUsd / 1e9);
  const { input, output, reasoning, cacheRead, cacheWrite, total } = tokens;
  return {
    calls,
    tokens: { input, output, reasoning, cacheRead, cacheWrite, total },
    cost: {
      listUsd: usd(cost.listNanoUsd!),
      billedUsd: usd(cost.billedNanoUsd!),
      reportedUsd: cost.reportedNanoUsd! / 1e9,
      unpricedCalls: cost.unpricedCalls,
    },
  };
};

type Row = Totals & {
  readonly key: object;
  readonly start: number | null;
  readonly previous?: Totals | null;
};

const rowOf = ({ key, start, previous, ...totals }: Row) => ({
  key,
  start: start === null ? null : new Date(start).toISOString(),
  ...figuresOf(totals),
  ...(previous === undefined ? {} : { previous: previous === null ? null : figuresOf(previous) }),
});

// biome-ignore lint/suspicious/noExplicitAny: rows of JSON, which are compared whole.
type AnyRow = any;

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

describe('the API and the command line', () => {
  it('answer every question of costs alike, as JSON and as CSV', { timeout: 180_000 }, async () => {
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(
        asked,
        fc.uniqueArray(fc.constantFrom(...PLAIN_DIMENSIONS, 'tag:team'), { maxLength: 3 }),
        fc.option(fc.constantFrom(...INTERVALS), { nil: undefined }),
        fc.boolean(),
        async (question, by, interval, wantsCompare) => {
          const bounded = question.to !== undefined || (question.period ?? 'all') !== 'all';
          const compare = wantsCompare && bounded;
          const named = by.length === 0 && interval === undefined ? ['model'] : by;
          const query = {
            ...question,
            by: named.join(','),
            interval,
            ...(compare ? { compare: 'previous' } : {}),
          };
          const flags = [
            ...flagsOf(question),
            ...(named.length === 0 ? [] : ['--by', named.join(',')]),
            ...(interval === undefined ? [] : ['--interval', interval]),
            ...(compare ? ['--compare'] : []),
          ];
          const said = JSON.parse(await cli(['costs', '--json', ...flags]));
          const { json } = await api.get('/usage', query);
          rows += said.rows.length;
          expect({
            zone: json.zone,
            range: { from: isoOrNull(json.range.from), to: isoOrNull(json.range.to) },
            rows: json.rows.map(rowOf),
            totals: {
              ...figuresOf(json.totals),
              ...(json.previousTotals === null ? {} : { previous: figuresOf(json.previousTotals) }),
            },
          }).toEqual({ zone: said.zone, range: said.range, rows: said.rows, totals: said.totals });
          const csv = await api.get('/usage.csv', query);
          if (said.rows.length > 0) expect(csv.text).toBe(await cli(['costs', '--csv', ...flags]));
        },
      ),
      { numRuns: 80 },
    );
    expect(rows).toBeGreaterThan(100);
  });

  it.each(['cost', 'tokens', 'calls', 'newest'])('list sessions alike, ordered by %s', async (order) => {
    await fc.assert(
      fc.asyncProperty(asked, async (question) => {
        const flags = ['--sort', order, ...flagsOf(question)];
        const said = JSON.parse(await cli(['sessions', '--json', ...flags]));
        const query = { ...question, orderBy: order };
        const { json } = await api.get('/sessions', { ...query, limit: 500 });
        expect(json.count).toBe(said.rows.length);
        const rows = json.rows.map(
          ({ app, session, firstAt, lastAt, errorCalls, tokens, cost, calls, ...row }: AnyRow) => ({
            key: { app, session },
            ...row,
            firstAt: isoOrNull(firstAt),
            lastAt: isoOrNull(lastAt),
            ...figuresOf({ calls, tokens, cost }),
          }),
        );
        expect(rows).toEqual(said.rows);
        const csv = await api.get('/sessions.csv', query);
        expect(csv.text).toBe(await cli(['sessions', '--csv', ...flags]));
        const some = await api.get('/sessions.csv', { ...query, search: 'CODE' });
        expect(some.text).toBe(await cli(['sessions', '--csv', '--search', 'CODE', ...flags]));
      }),
      { numRuns: 8 },
    );
  });

  it('list tasks alike, one of them too', async () => {
    const { json } = await api.get('/tasks', { period: 'all', orderBy: 'hops' });
    expect(json.count).toBe(5);
    for (const order of ['cost', 'hops', 'tokens', 'longest', 'newest']) {
      const csv = await api.get('/tasks.csv', { period: 'all', orderBy: order });
      expect(csv.text).toBe(await cli(['tasks', '--csv', '--period', 'all', '--sort', order]));
    }
    for (const { task } of json.rows) {
      const path = `/tasks/${encodeURIComponent(task)}`;
      const said = JSON.parse(await cli(['task', task, '--json']));
      const { hops } = (await api.get(`${path}/hops`, { limit: 2000 })).json;
      expect(hops.map(({ call }: AnyRow) => call.id)).toEqual(said.rows.map(({ key }: AnyRow) => key.call));
      const { timing, task: totals } = (await api.get(path)).json;
      expect(said.totals).toEqual({ ...figuresOf(totals), ...timing });
    }
  });

  it('show models and jobs alike', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async (question) => {
        const flags = flagsOf(question);
        const [said, answered] = [
          JSON.parse(await cli(['models', '--json', ...flags])),
          await api.get('/models', question),
        ];
        const rows = answered.json.rows.map((row: AnyRow) => ({
          key: row.key,
          ...figuresOf(row),
          cacheHitRate: row.cacheHitRate,
          usdPerMillionTokens: row.usdPerMillionNanoUsd === null ? null : row.usdPerMillionNanoUsd / 1e9,
        }));
        expect(rows).toEqual(said.rows);
        expect((await api.get('/models.csv', question)).text).toBe(await cli(['models', '--csv', ...flags]));
        const other = await api.get('/models/what-if.csv', { ...question, model: 'claude-haiku-4-5' });
        expect(other.text).toBe(await cli(['what-if', 'claude-haiku-4-5', '--csv', ...flags]));
        const plain = { ...question, where: [] };
        const jobs = await cli(['cron', '--csv', ...flagsOf(plain)]);
        expect((await api.get('/cron.csv', plain)).text).toBe(jobs);
      }),
      { numRuns: 25 },
    );
  });

  it('show routes alike', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async (question) => {
        const flags = flagsOf(question);
        const said = JSON.parse(await cli(['routes', '--json', ...flags]));
        const { json } = await api.get('/routes', { ...question, limit: 1_000 });
        const rows = json.rows.map(({ key, times, errorRate, cacheHitRate, ...row }: AnyRow) => ({
          ...{ key, ...figuresOf(row), errorRate, cacheHitRate },
          ...times,
        }));
        expect(rows).toEqual(said.rows);
        expect(said.totals).toMatchObject({ ...figuresOf(json.totals), ...json.times });
        expect((await api.get('/routes.csv', question)).text).toBe(await cli(['routes', '--csv', ...flags]));
      }),
      { numRuns: 15 },
    );
  });

  it('list the same calls, all at once and page by page', async () => {
    const outcomes = fc.record(
      { status: fc.constantFrom('ok', 'failed', 'error'), unpriced: fc.constant('yes') },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(asked, outcomes, fc.integer({ min: 1, max: 40 }), async (question, outcome, limit) => {
        const { status, unpriced } = outcome;
        const flags = [
          ...(status === undefined ? [] : ['--status', status]),
          ...(unpriced === undefined ? [] : ['--unpriced']),
        ];
        const said = JSON.parse(await cli(['calls', '--json', ...flagsOf(question), ...flags]));
        const ids: string[] = [];
        let next: string | null = null;
        let matching: number | null;
        do {
          const query = { ...question, ...outcome, limit, ...(next === null ? {} : { after: next }) };
          const { json } = await api.get('/calls', query);
          ids.push(...json.rows.map(({ id }: AnyRow) => id));
          ({ next, matching } = json);
        } while (next !== null);
        expect(ids).toEqual(said.rows.map(({ key }: AnyRow) => key.call));
        if (matching !== null) expect(ids).toHaveLength(matching);
      }),
      { numRuns: 15 },
    );
  });

  it('add up the hours of the week alike', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async (question) => {
        const said = JSON.parse(await cli(['hours', '--json', ...flagsOf(question)]));
        const { json } = await api.get('/activity', question);
        expect(figuresOf(json.totals)).toEqual(said.totals);
        const busy = json.week.map(({ weekday, hour, totals }: AnyRow) => [weekday, hour, figuresOf(totals)]);
        const rows = said.rows.filter(({ calls }: AnyRow) => calls > 0);
        const csv = await api.get('/activity.csv', question);
        expect(csv.text).toBe(await cli(['hours', '--csv', ...flagsOf(question)]));
        expect(busy.length).toBe(rows.length);
        expect(busy.map(([, , figures]: AnyRow) => figures)).toEqual(
          rows.map(({ calls, tokens, cost }: AnyRow) => ({ calls, tokens, cost })),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('tell of each session, and of its calls, the same', async () => {
    const { json } = await api.get('/sessions', { period: 'all', limit: 500 });
    for (const { app, session, calls } of json.rows.slice(0, 25) as AnyRow[]) {
      const path = `/sessions/${encodeURIComponent(session)}`;
      const said = JSON.parse(await cli(['session', session, '--json', '--limit', '100000']));
      const detail = await api.get(path, { app });
      expect(figuresOf(detail.json.session)).toMatchObject({
        calls: said.totals.calls,
        cost: said.totals.cost,
      });
      const parts = await api.get('/session.csv', { session, app });
      expect(parts.text.split('\r\n').slice(1)).toEqual(
        (await cli(['session', session, '--csv'])).split('\r\n').slice(1),
      );
      const { json: answer } = await api.get(`${path}/calls`, { app, limit: 2000 });
      expect(answer.count).toBe(calls);
      const last = answer.turns.at(-1);
      expect(last.soFarNanoUsd).toBe(detail.json.session.cost.listNanoUsd);
      const explained = JSON.parse(await cli(['explain', last.call.id, '--json']));
      const { json: call } = await api.get(`/calls/${last.call.id}`);
      expect(call.explanation).toMatchObject({
        listUsd: explained.totals.listUsd,
        subtotalUsd: explained.totals.subtotalUsd,
        multipliers: explained.totals.multipliers,
        price: explained.totals.price,
        tier: explained.totals.tier,
      });
      expect(call.explanation.lines.map(({ usd }: AnyRow) => usd)).toEqual(
        explained.rows.filter(({ part }: AnyRow) => part === 'tokens').map(({ usd }: AnyRow) => usd),
      );
    }
  });

  it('export calls alike', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async (question) => {
        const csv = await api.get('/calls.csv', { ...question, order: 'oldest' });
        expect(csv.text).toBe(await cli(['export', '--format', 'csv', ...flagsOf(question)]));
      }),
      { numRuns: 15 },
    );
  });

  it('know the same prices and sources', async () => {
    const prices = await api.get('/prices', { limit: 1000 });
    expect(prices.json.rows).toEqual(JSON.parse(await cli(['prices', '--json'])).rows);
    const sources = await api.get('/sources.csv', {});
    // Each looks for logs in a home folder of its own.
    const homeless = (text: string): string => text.replaceAll(/""path"":""[^"]*/g, '');
    expect(homeless(sources.text)).toBe(homeless(await cli(['sources', '--all', '--csv'])));
    const one = await api.get('/prices', { model: 'claude-sonnet-4-5', provider: 'anthropic' });
    expect(one.json.rows).toEqual(JSON.parse(await cli(['prices', 'claude-sonnet-4-5', '--json'])).rows);
    const found = await api.get('/prices', { search: 'claude-sonnet-4-5' });
    expect(found.json.rows).toEqual(
      expect.arrayContaining(JSON.parse(await cli(['prices', 'claude-sonnet-4-5', '--json'])).rows),
    );
  });
});
