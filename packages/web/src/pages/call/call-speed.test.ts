import { expect, it } from 'vitest';
import { callSpeed } from './call-speed.ts';

it('parts the time at the first token, which is not among those that came after it', () => {
  expect(callSpeed({ latencyMs: 3000, timeToFirstTokenMs: 1000, output: 201 })).toEqual({
    waitedMs: 1000,
    answeredMs: 2000,
    tokensPerSecond: 100,
  });
});

it('gives no speed of an answer that came all at once, or that nobody counted', () => {
  expect(
    callSpeed({ latencyMs: 1000, timeToFirstTokenMs: 1000, output: 200 })?.tokensPerSecond,
  ).toBeUndefined();
  expect(
    callSpeed({ latencyMs: 3000, timeToFirstTokenMs: 1000, output: 1 })?.tokensPerSecond,
  ).toBeUndefined();
  expect(
    callSpeed({ latencyMs: 3000, timeToFirstTokenMs: 1000, output: undefined })?.tokensPerSecond,
  ).toBeUndefined();
});

it('is not made of times that are not known or cannot be', () => {
  expect(callSpeed({ latencyMs: null, timeToFirstTokenMs: 1, output: 9 })).toBeUndefined();
  expect(callSpeed({ latencyMs: 9, timeToFirstTokenMs: null, output: 9 })).toBeUndefined();
  expect(callSpeed({ latencyMs: 9, timeToFirstTokenMs: 10, output: 9 })).toBeUndefined();
});
