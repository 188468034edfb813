import { describe, expect, it } from 'vitest';
import { wordOf } from './words.ts';

describe('a word of a program', () => {
  it.each(['stop', 'tool-calls', 'invalid_request_error', '400', 'v1.2'])('%s', (word) => {
    expect(wordOf(word)).toBe(word);
  });

  it.each([['two words'], [''], ['a\nb'], ['x'.repeat(65)], [400], [null], [undefined], [{}]])(
    'not %j',
    (value) => {
      expect(wordOf(value)).toBeUndefined();
    },
  );
});
