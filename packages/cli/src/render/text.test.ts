import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pad, plain, shorten, textWidth, wrap } from './text.ts';

describe('the width of a text', () => {
  it.each([
    ['', 0],
    ['model', 5],
    ['naïve', 5],
    ['nai\u0308ve', 5],
    ['日本語', 6],
    ['🧪 lab', 6],
    ['👩‍💻', 2],
    ['▊ █', 3],
    ['\u001b[32m$1.00\u001b[39m', 5],
  ])('%j takes %i columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  it('never grows by shortening, and keeps the end that is asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (raw, width) => {
        const text = plain(raw);
        for (const keep of ['start', 'end'] as const)
          expect(textWidth(shorten(text, width, keep))).toBeLessThanOrEqual(width);
        expect(shorten(text, textWidth(text))).toBe(text);
      }),
    );
    expect(shorten('/home/dev/code/shop', 10, 'end')).toBe('…code/shop');
    expect(shorten('claude-opus-4-6', 10)).toBe('claude-op…');
  });

  it('fills to the width', () => {
    expect(pad('日', 4)).toBe('日  ');
    expect(pad('7', 3, 'right')).toBe('  7');
  });
});

it('wraps between words and loses none', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }),
      fc.integer({ min: 9, max: 50 }),
      (words, width) => {
        const lines = wrap(words.join(' '), width);
        expect(lines.join(' ').split(' ')).toEqual(words);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      },
    ),
  );
});

it('takes control and direction characters out of a name', () => {
  expect(plain('a\u001b]0;title\u0007b\rc\u202ed\u2066e\u0085')).toBe('a·]0;title·b·c·d·e·');
});
