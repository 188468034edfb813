import { type DeclaredUsage, NO_USAGE, type TokenUsage } from '@meterline/core';
import { expect, it } from 'vitest';
import { unloggedOf } from './unlogged.ts';

const said = (model: string, tokens: TokenUsage, at = 1): DeclaredUsage => ({
  source: 's',
  app: 'a',
  session: 'x',
  model,
  tokens,
  at,
  reportedCostNanoUsd: 5,
});
const logged = { ...NO_USAGE.tokens, input: 100, output: 20, cacheRead: 500 };

it('is what was declared beyond what was logged, by kind, never below 0', () => {
  const declared = [
    said('m', { input: 90, output: 30, cacheRead: 500, cacheWrite1h: 4 }),
    said('n', { input: 30 }),
  ];
  expect(unloggedOf(declared, logged)).toEqual({
    input: 20,
    output: 10,
    cacheRead: 0,
    cacheWrite: 4,
    total: 34,
    reportedNanoUsd: 10,
  });
});

it('is nothing where nothing is missing or nothing was said', () => {
  expect(unloggedOf([said('m', { input: 100 })], logged)).toBeUndefined();
  expect(unloggedOf([], logged)).toBeUndefined();
});

it('takes the latest of several declarations for a model', () => {
  const declared = [said('m', { input: 5000 }, 1), said('m', { input: 101 }, 2)];
  expect(unloggedOf(declared, logged)).toMatchObject({ total: 1 });
});
