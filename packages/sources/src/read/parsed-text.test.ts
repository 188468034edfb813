import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TEXT_LENGTH, parsedTextOf, textOf } from './fields.ts';

describe('a text out of parsed JSON', () => {
  it('is the same as of any other text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', ' a', 'a\n', '\u007f'),
    );
    fc.assert(
      fc.property(fc.oneof(text, fc.anything()), (value) => {
        expect(parsedTextOf(value)).toBe(textOf(value));
      }),
    );
  });

  it('is cut where it is too long', () => {
    expect(parsedTextOf('x'.repeat(MAX_TEXT_LENGTH + 1))).toHaveLength(MAX_TEXT_LENGTH);
  });
});
