import { tokensOfText } from '@meterline/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextMeter } from './text-meter.ts';
import { WordSearch } from './word-search.ts';

const delta = (text: string): object => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
});
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

test('the text of a run of events is measured by the overhead of the first', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (texts) => {
      const meter = new TextMeter();
      for (const text of texts) meter.pass(json(delta(text)));
      const bytes = texts.reduce((sum, text) => sum + json(text).length - 2, 0);
      expect(meter.bytes).toBe(bytes);
    }),
  );
});

test('what was parsed anyway counts, and what stands behind it is measured anew', () => {
  const meter = new TextMeter();
  meter.pass(json(delta('abcd')));
  meter.read({
    choices: [{ delta: { tool_calls: [{ id: 'call_1', function: { arguments: '{"a":1}' } }] } }],
  });
  meter.pass(json({ delta: 'efgh', item_id: 'much longer than the others are' }));
  expect(meter.bytes).toBe(4 + '{\\"a\\":1}'.length + 4);
  expect(tokensOfText(9)).toBe(3);
});

test('a text that is said once more as a whole does not count again', () => {
  const meter = new TextMeter();
  meter.read({ type: 'response.output_text.done', text: 'abcd' });
  meter.pass(Buffer.from('no json'));
  expect(meter.bytes).toBe(0);
});

test('words are found in the parts of a chunk as a search in each part finds them', () => {
  const words = ['ab', 'b', 'cc'].map((word) => Buffer.from(word));
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-') });
  fc.assert(
    fc.property(fc.array(letters), letters, (parts, other) => {
      const chunk = Buffer.from(parts.join(''));
      const search = new WordSearch(words);
      search.begin(chunk);
      let at = 0;
      for (const part of parts) {
        const view = chunk.subarray(at, at + part.length);
        expect(search.isIn(view)).toBe(words.some((word) => view.includes(word)));
        at += part.length;
      }
      const copy = Buffer.from(other);
      expect(search.isIn(copy)).toBe(words.some((word) => copy.includes(word)));
    }),
  );
});
