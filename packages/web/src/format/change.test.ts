import { describe, expect, it } from 'vitest';
import { changeOf, changeSize, changeText } from './change.ts';

describe('changes', () => {
  it.each([
    [0, '0%'],
    [0.0004, '<0.1%'],
    [0.042, '4.2%'],
    [0.0996, '10%'],
    [0.5, '50%'],
    [0.908, '91%'],
    [1, '100%'],
    [3.24, '324%'],
    [12.6, '14×'],
  ])('of %d read %s, whichever way', (change, text) => {
    expect(changeSize(change)).toBe(text);
    expect(changeSize(-change)).toBe(text);
  });

  it('say which way, unless they are noise', () => {
    expect(changeText(0.5)).toBe('▲ 50%');
    expect(changeText(-0.5)).toBe('▼ 50%');
    expect(changeText(0.002)).toBe('≈ 0.2%');
  });

  it('are none where there was nothing', () => {
    expect(changeOf(5, 0)).toBeNull();
    expect(changeOf(5, 4)).toBe(0.25);
  });
});
