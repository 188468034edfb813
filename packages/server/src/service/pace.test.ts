import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { paced } from './pace.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('acts at once, then once for all that came in between, and never loses the last', () => {
  let acts = 0;
  const pace = paced(250, () => acts++);
  for (let i = 0; i < 5; i++) pace.ask();
  expect(acts).toBe(1);
  vi.advanceTimersByTime(250);
  expect(acts).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(acts).toBe(2);
  pace.ask();
  expect(acts).toBe(3);
});

it('holds its pace however often it is asked', () => {
  let acts = 0;
  const pace = paced(250, () => acts++);
  for (let ms = 0; ms < 10_000; ms += 10) {
    pace.ask();
    vi.advanceTimersByTime(10);
  }
  expect(acts).toBeGreaterThanOrEqual(40);
  expect(acts).toBeLessThanOrEqual(41);
  pace.ask();
  pace.stop();
  vi.advanceTimersByTime(1000);
  expect(acts).toBeLessThanOrEqual(41);
});
