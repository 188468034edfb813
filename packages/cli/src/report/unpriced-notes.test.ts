import { expect, it } from 'vitest';
import { unpricedNotes } from './unpriced-notes.ts';

const model = (name: string, calls: number, tokens: number) => ({
  provider: 'p',
  model: name,
  calls,
  tokens,
});

it.each([
  [[], []],
  [[model('a', 2, 1000)], ['1 model, 1.0 k tokens not priced · meterline prices set a …']],
  [[model('b', 3, 0)], ['3 calls did not say what they used, so what they cost is not known']],
  [
    [model('a', 2, 1000), model('b', 1, 0)],
    [
      '1 model, 1.0 k tokens not priced · meterline prices set a …',
      '1 call did not say what they used, so what they cost is not known',
    ],
  ],
])('%j', (models, texts) => {
  expect(unpricedNotes(models).map(({ text }) => text)).toEqual(texts);
});
