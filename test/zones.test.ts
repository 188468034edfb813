import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonHere } from './meterline-here.ts';
import { throwAway } from './run-meterline.ts';

/**
 * Every zone sees the same calls. Calls lie around changes of the clock: an hour (New York), half an hour (Lord Howe),
 * a zone of half hours (Kolkata), and the last one that Samoa had.
 */
const ZONES = ['UTC', 'Asia/Kolkata', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe'];
const AROUND = [
  '2026-03-08T07:00:00Z',
  '2026-11-01T06:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-10-03T15:30:00Z',
  '2021-04-03T14:00:00Z',
];
const MINUTE = 60_000;
/** Not a divisor of an hour, so that calls fall into every quarter of one. */
const STEP = 37 * MINUTE;
const HALF_WINDOW = 30 * 60 * MINUTE;
const MODELS = ['gpt-5.4', 'claude-sonnet-4-6', 'a-model-without-a-price'];
/** Rows of sums that are kept for a quarter of an hour, for a day, and for each session. */
const CUTS = [
  ['--by', 'model,session,user'],
  ['--by', 'model', '--interval', 'hour'],
  ['--interval', 'month'],
] as const;

interface Row {
  readonly start: string | null;
  readonly calls: number;
  readonly tokens: Readonly<Record<string, number>>;
  readonly cost: { readonly listUsd: number | null; readonly unpricedCalls: number };
}
interface Costs {
  readonly rows: readonly Row[];
  readonly totals: Row;
}

const times = AROUND.flatMap((moment) => {
  const middle = Date.parse(moment);
  const found: number[] = [];
  for (let at = middle - HALF_WINDOW; at < middle + HALF_WINDOW; at += STEP) found.push(at);
  return found;
});

const lines = times.map((at, n) =>
  JSON.stringify({
    id: `call-${n}`,
    time: new Date(at).toISOString(),
    provider: MODELS[n % MODELS.length]!.startsWith('claude') ? 'anthropic' : 'openai',
    model: MODELS[n % MODELS.length],
    tokens: { input: 1000 + n, cacheRead: 10 * n, output: 7 * n, reasoning: n },
    session: `session-${n % 11}`,
    ...(n % 4 === 0 ? { user: 'someone' } : {}),
  }),
);

/** Calls, every kind of tokens and the cost of rows, added up; money to a ten-billionth. */
const sumOf = (rows: readonly Row[]): unknown => {
  const tokens: Record<string, number> = {};
  for (const row of rows)
    for (const [kind, count] of Object.entries(row.tokens)) tokens[kind] = (tokens[kind] ?? 0) + count;
  const add = (of: (row: Row) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
  return {
    calls: add((row) => row.calls),
    tokens,
    listUsd: add((row) => row.cost.listUsd ?? 0).toFixed(10),
    unpriced: add((row) => row.cost.unpricedCalls),
  };
};

/** The date of an instant on the zone's calendar, by the platform's own knowledge of zones. */
const dayIn = (zone: string, at: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);

describe.each(ZONES)('in %s', (zone) => {
  const home = throwAway('zones');
  const costs = async (...args: readonly string[]): Promise<Costs> =>
    (await jsonHere(['costs', '--period', 'all', '--zone', zone, '--home', home, ...args])) as Costs;
  let all: unknown;

  beforeAll(async () => {
    const file = join(home, 'calls.jsonl');
    writeFileSync(file, `${lines.join('\n')}\n`);
    await jsonHere(['import', file, '--zone', zone, '--home', home]);
    all = sumOf([(await costs()).totals]);
  });

  it('has every call once', () => {
    expect(all).toMatchObject({
      calls: lines.length,
      tokens: { input: lines.reduce((sum, _, n) => sum + 1000 + n, 0) },
    });
  });

  it.each(CUTS.map((cut) => [cut.join(' '), cut] as const))(
    'adds up to the whole: %s',
    async (_name, cut) => {
      const { rows, totals } = await costs(...cut);
      expect([sumOf(rows), sumOf([totals])]).toEqual([all, all]);
    },
  );

  it('puts each call into the day that the zone’s calendar shows', async () => {
    const expected = new Map<string, number>();
    for (const at of times) expected.set(dayIn(zone, at), (expected.get(dayIn(zone, at)) ?? 0) + 1);
    const { rows, totals } = await costs('--interval', 'day');
    expect([sumOf(rows), sumOf([totals])]).toEqual([all, all]);
    const found = new Map<string, number>();
    for (const { start, calls } of rows) {
      const day = dayIn(zone, Date.parse(start!));
      found.set(day, (found.get(day) ?? 0) + calls);
    }
    expect([...found].filter(([, calls]) => calls > 0).sort()).toEqual([...expected].sort());
  });
});
