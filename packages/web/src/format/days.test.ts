import { describe, expect, it } from 'vitest';
import { daysText } from './days.ts';

const ZONE = 'Europe/Zurich';
const at = (text: string): number => Date.parse(text);

describe('the days of an answer', () => {
  it.each([
    ['2026-10-23T22:00Z', '2026-11-22T14:00Z', '24 Oct – 22 Nov 2026'],
    ['2025-12-23T23:00Z', '2026-01-06T23:00Z', '24 Dec 2025 – 6 Jan 2026'],
    ['2026-11-21T23:00Z', '2026-11-22T23:00Z', '22 Nov 2026'],
    ['2026-11-22T10:00Z', '2026-11-22T12:30Z', '22 Nov 2026, 11:00 – 13:30'],
    ['2026-11-21T14:25Z', '2026-11-22T14:25Z', '21 Nov, 15:25 – 22 Nov, 15:25'],
    ['2026-05-06T07:16Z', '2026-11-22T14:25Z', '6 May – 22 Nov 2026'],
  ])('from %s to %s are %s', (from, to, says) => {
    expect(daysText({ from: at(from), to: at(to) }, ZONE)).toBe(says);
  });

  it('may have no beginning or no end', () => {
    expect(daysText({ from: null, to: null }, ZONE)).toBe('All time');
    expect(daysText({ from: at('2026-11-21T23:00Z'), to: null }, ZONE)).toBe('Since 22 Nov 2026');
    expect(daysText({ from: null, to: at('2026-11-21T23:00Z') }, ZONE)).toBe('Until 21 Nov 2026');
  });
});
