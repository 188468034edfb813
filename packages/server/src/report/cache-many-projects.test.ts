import { MINUTE_MS } from '@meterline/core';
import { expect, it } from 'vitest';
import { cacheSavings } from './cache.ts';
import { callOf, DAY, meterlineWith, NOW } from './report.test-kit.ts';

/** More projects than are looked at one by one: most use little, one uses much, one loses its cache again and again. */
const PROJECTS = 130;
const small = Array.from({ length: PROJECTS }, (_, n) =>
  callOf(`small-${n}`, { project: `/p/${n}`, tokens: { input: 1_000 + n } }),
);
const large = callOf('large', { project: '/large', tokens: { input: 5_000_000 } });
const lapsing = [0, 10, 20].map((minutes) =>
  callOf(`lapse-${minutes}`, {
    project: '/lapsing',
    session: 's',
    startedAt: NOW - 60 * MINUTE_MS + minutes * MINUTE_MS,
    tokens: { cacheWrite5m: 900 },
  }),
);

it('finds the largest projects and the greatest gains among many, and leaves nothing out of the sums', async () => {
  const { ledger, engine } = await meterlineWith([...small, large, ...lapsing]);
  const range = { zone: 'UTC', where: [], period: undefined, from: NOW - DAY, to: NOW };
  const few = await cacheSavings(ledger, engine, { ...range, limit: 5, sessions: 0 }, NOW);
  const all = await cacheSavings(ledger, engine, { ...range, sessions: 0 }, NOW);
  expect(few.totals).toEqual(all.totals);
  expect(few.totals.usage.calls).toBe(PROJECTS + 4);
  expect(few.models).toEqual(all.models);
  expect(all.projects.length).toBe(PROJECTS + 2);
  expect(few.projects).toEqual(all.projects.slice(0, 5));
  expect(few.projects[0]?.key.project).toBe('/large');
  expect(few.oneHour).toEqual(all.oneHour);
  expect(few.oneHour.map(({ project }) => project)).toEqual(['/lapsing']);
});
