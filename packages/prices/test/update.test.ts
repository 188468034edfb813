import type { PriceBook } from '@meterline/core';
import { describe, expect, test } from 'vitest';
import { versionOf } from '../src/canonical-json.ts';
import { MAX_BOOK_CHARS, parseRemoteBook, priceBook } from '../src/index.ts';

/** The current book with a change, as its publisher would send it. */
// biome-ignore lint/suspicious/noExplicitAny: a test reaches into the middle of the book
const remote = (change: (book: any) => void): string => {
  const book = structuredClone(priceBook()) as unknown as Record<string, unknown>;
  book.asOf = '2026-12-01';
  change(book);
  return JSON.stringify({ ...book, version: versionOf(book) });
};

const refused = (text: string, current: PriceBook = priceBook()): string => {
  const result = parseRemoteBook(text, current);
  return result.ok ? 'accepted' : `${result.fault.code}: ${result.fault.message}`;
};

describe('parseRemoteBook takes', () => {
  test('a new model', () => {
    const text = remote((book) => {
      book.models['openai:gpt-7-sol'] = { p: [{ r: { in: 3, out: 12 }, src: 'openai', conf: 'O' }] };
    });
    const result = parseRemoteBook(text, priceBook());
    expect(result.ok && result.value.models['openai:gpt-7-sol']).toBeTruthy();
  });

  test('a price that ends from now on and another that follows', () => {
    const text = remote((book) => {
      const model = book.models['openai:gpt-6-sol'];
      const from = '2026-12-01T00:00:00Z';
      model.p = [
        { ...model.p[0], to: from },
        { ...model.p[0], from, r: { ...model.p[0].r, in: 1 } },
      ];
    });
    expect(refused(text)).toBe('accepted');
  });

  test('a holiday that is announced', () => {
    const text = remote((book) => book.calendars['cn-workday'].closed.push('2027-10-04'));
    expect(refused(text)).toBe('accepted');
  });

  test('a change to an announcement that has not come into force', () => {
    const text = remote((book) => {
      book.models['google:gemini-3.6-flash'].p[2].r.in = 1.4;
    });
    expect(refused(text)).toBe('accepted');
  });
});

describe('parseRemoteBook refuses', () => {
  test.each([
    ['no JSON', '{', 'the book is not JSON'],
    ['another thing', '{}', 'shape at format'],
    ['too much', ' '.repeat(MAX_BOOK_CHARS + 1), 'larger than'],
    ['the same book', JSON.stringify(priceBook()), 'already in use'],
  ])('%s', (_what, text, message) => {
    expect(refused(text)).toContain(message);
    expect(refused(text)).toContain('PRICE_BOOK_INVALID');
  });

  test('a content that is not what its hash says', () => {
    const text = remote(() => {}).replace('2026-12-01', '2026-12-02');
    expect(refused(text)).toContain('does not match its version');
  });

  test('an older book', () => {
    expect(
      refused(
        remote((book) => {
          book.asOf = '2026-01-01';
        }),
      ),
    ).toContain('older');
  });

  test('a book that breaks a rule', () => {
    const text = remote((book) => {
      book.models['openai:gpt-6-sol'].p[0].r.cr = 99;
    });
    expect(refused(text)).toContain('cache_read_above_input');
  });

  // biome-ignore lint/suspicious/noExplicitAny: a test reaches into the middle of the book
  test.each<[string, (book: any) => void, string]>([
    [
      'a past rate',
      (book) => (book.models['openai:o3'].p[0].r.in = 11),
      'openai:o3 changes the period from the start',
    ],
    [
      'a past bound',
      (book) => (book.models['openai:o3'].p[1].from = '2025-06-11T00:00:00Z'),
      'openai:o3 changes',
    ],
    ['a present rate', (book) => (book.models['openai:gpt-5'].p[0].r.in = 1.3), 'openai:gpt-5 changes'],
    [
      'an end in the past',
      (book) => (book.models['openai:gpt-5'].p[0].to = '2026-01-01T00:00:00Z'),
      'openai:gpt-5',
    ],
    ['a model taken away', (book) => delete book.models['openai:gpt-5'], 'openai:gpt-5 is missing'],
    [
      'a card',
      (book) => (book.models['openai:gpt-5'].cards.priority.mul = [3, 1]),
      'another card, multiplier',
    ],
  ])('%s changed', (_what, change, message) => {
    expect(refused(remote(change))).toContain(message);
  });
});
