import { describe, expect, it } from 'vitest';
import { barBox, costPath, kindPath, type TimelineFrame } from './timeline-paths.ts';

const frame: TimelineFrame = { left: 10, top: 0, width: 100, height: 50, tokens: 100, money: 10 };
const bars = [
  { first: 0, last: 0, left: 0, right: 0.5, tokens: [20, 30], soFar: 2 },
  { first: 1, last: 1, left: 0.5, right: 1, tokens: [0, 100], soFar: 10 },
];

describe('the paths of a timeline', () => {
  it('stand each kind on those below it, and draw nothing for nothing', () => {
    expect(kindPath(bars, 0, frame)).toBe('M10.0 50.0V40.0h49.0V50.0z');
    expect(kindPath(bars, 1, frame)).toBe('M10.0 40.0V25.0h49.0V40.0zM60.0 50.0V0.0h49.0V50.0z');
  });

  it('lead the cost up in steps, at the middle of each bar', () => {
    expect(costPath(bars, frame)).toBe('M10.0 50.0H34.5V40.0H84.5V0.0H110.0');
    expect(costPath([], frame)).toBe('');
  });

  it('show a lonely call among thousands', () => {
    expect(barBox({ left: 0.5, right: 0.50001 }, frame)).toEqual({ x: 60, width: 1.5 });
  });
});
