import type { LiveCall } from '@meterline/api/client';
import { NO_USAGE } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liveScene, MAX_CALLS, MINUTES, sumOfLast } from './live-scene.ts';
import type { LiveAnswer } from './live-sum.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-22T14:30:20Z');

const told = (id: string, part: Partial<LiveCall> = {}): LiveCall => ({
  id,
  startedAt: NOW,
  provider: 'openai',
  model: 'gpt-5.4',
  app: 'codex',
  source: 'codex',
  session: 's',
  project: null,
  branch: null,
  agent: null,
  machine: null,
  cron: null,
  task: null,
  feature: null,
  status: 'ok',
  httpStatus: null,
  errorType: null,
  attempt: null,
  tokens: { input: 10 },
  totalTokens: 10,
  cost: { status: 'priced', listNanoUsd: 5, billedNanoUsd: 5, reportedNanoUsd: null, confidence: 'exact' },
  latencyMs: null,
  timeToFirstTokenMs: null,
  recordedAt: NOW + 1,
  merged: false,
  ...part,
});

/** An answer that has the given calls, each once in its minute. */
const answerWith = (calls: readonly LiveCall[]): LiveAnswer => {
  const last = Math.floor(NOW / MINUTE) * MINUTE;
  const totalsOf = (some: readonly LiveCall[]) => ({
    ...NO_USAGE,
    calls: some.length,
    tokens: { ...NO_USAGE.tokens, total: some.length * 10 },
    cost: { ...NO_USAGE.cost, listNanoUsd: some.length * 5 },
  });
  return {
    zone: 'UTC',
    now: NOW,
    minutes: Array.from({ length: MINUTES }, (_, index) => {
      const start = last - (MINUTES - 1 - index) * MINUTE;
      return {
        start,
        totals: totalsOf(calls.filter(({ startedAt }) => Math.floor(startedAt / MINUTE) * MINUTE === start)),
      };
    }),
    totals: totalsOf(calls),
    today: totalsOf(calls),
    calls,
  };
};

describe('liveScene', () => {
  it('adds a call that was told after the answer to its minute, to today and to the list', () => {
    const scene = liveScene(answerWith([told('a', { recordedAt: NOW - 5 })]), [told('b')], NOW);
    expect(scene.minutes.at(-1)?.sum).toEqual({ calls: 2, tokens: 20, listNanoUsd: 10, unpricedCalls: 0 });
    expect(scene.today.calls).toBe(2);
    expect(scene.calls.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('adds no call that the answer has, however it was told', () => {
    const before = told('a', { recordedAt: NOW - 5 });
    const answer = answerWith([before]);
    for (const again of [before, told('a'), told('a', { merged: true })]) {
      const scene = liveScene(answer, [again], NOW);
      expect(scene.today.calls).toBe(1);
      expect(scene.calls).toHaveLength(1);
    }
  });

  it('shows what became known of a call later, and still counts it as one', () => {
    const better = told('b', { recordedAt: NOW + 9, merged: true, status: 'error' });
    const scene = liveScene(answerWith([]), [told('b'), better], NOW);
    expect(scene.calls.map(({ status }) => status)).toEqual(['error']);
    expect(scene.today.calls).toBe(1);
  });

  it('goes on with time although nothing happens', () => {
    const scene = liveScene(answerWith([told('a', { recordedAt: NOW - 5 })]), [], NOW + 3 * MINUTE);
    expect(scene.minutes).toHaveLength(MINUTES);
    expect(scene.minutes.slice(-4).map(({ sum }) => sum.calls)).toEqual([1, 0, 0, 0]);
    expect(sumOfLast(scene, 3).calls).toBe(0);
    expect(sumOfLast(scene, 4).calls).toBe(1);
  });

  it('puts calls of the past where they belong: not into today, nor before what is newer', () => {
    const old = told('old', { startedAt: NOW - 15 * 60 * MINUTE });
    const scene = liveScene(answerWith([told('a', { recordedAt: NOW - 5 })]), [old], NOW);
    expect(scene.today.calls).toBe(1);
    expect(sumOfLast(scene, MINUTES).calls).toBe(1);
    expect(scene.calls.map(({ id }) => id)).toEqual(['a', 'old']);
  });

  it('counts each call once and keeps the list short, whatever is told how often', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 600 }), fc.nat(100), (ids, listed) => {
        const known = Array.from({ length: listed }, (_, id) => told(`c${id}`, { recordedAt: NOW - 1 }));
        const scene = liveScene(
          answerWith(known),
          ids.map((id) => told(`c${id}`)),
          NOW,
        );
        const distinct = new Set([...known.map(({ id }) => id), ...ids.map((id) => `c${id}`)]).size;
        expect(scene.today.calls).toBe(distinct);
        expect(sumOfLast(scene, MINUTES)).toMatchObject({ calls: distinct, listNanoUsd: distinct * 5 });
        expect(scene.calls).toHaveLength(Math.min(MAX_CALLS, distinct));
      }),
    ));
});
