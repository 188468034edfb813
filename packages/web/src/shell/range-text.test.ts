import { describe, expect, it } from 'vitest';
import { viewOf } from '../state/view.ts';
import { rangeText } from './range-text.ts';

const text = (search: string, zone = 'Europe/Zurich'): string =>
  rangeText(viewOf(new URLSearchParams(search)), zone);

describe('the range in words', () => {
  it.each([
    ['', 'Last 30 days'],
    ['period=month', 'This month'],
    ['from=2026-11-01&to=2026-11-22', '1 Nov – 22 Nov 2026'],
    ['from=2025-12-24&to=2026-01-06', '24 Dec 2025 – 6 Jan 2026'],
    ['from=2026-11-22&to=2026-11-22', '22 Nov 2026'],
    ['from=2026-11-01', 'since 1 Nov 2026'],
    ['to=2026-11-01', 'until 1 Nov 2026'],
    ['from=7d', 'since 7d'],
    ['from=2026-11-22T10:00Z&to=2026-11-22T12:30Z', '22 Nov, 11:00 – 13:30'],
    ['from=2026-11-21T10:00Z&to=2026-11-22T12:30Z', '21 Nov, 11:00 – 22 Nov, 13:30'],
  ])('of %j is %s', (search, says) => {
    expect(text(search)).toBe(says);
  });

  it('is of the clock of the zone where it is of instants', () => {
    const at = Date.parse('2026-11-22T23:30Z');
    expect(text(`from=${at}`, 'UTC')).toBe('since 22 Nov, 23:30');
    expect(text(`from=${at}`)).toBe('since 23 Nov, 00:30');
  });
});
