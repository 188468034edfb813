import type { ModelPrice, Rates } from '@meterline/core';
import { type Overlay, type Provenance, period } from './overlay-model.ts';

const SEVERAL: Provenance = { src: 'mistral', conf: 'M' };
const APPROXIMATE: Provenance = {
  ...SEVERAL,
  note: 'The name moved to a new version; the day is approximate.',
};

const at = (input: number, output: number, read?: number): Rates => ({
  in: input,
  out: output,
  ...(read === undefined ? {} : { cr: read }),
});

const flat = (rates: Rates, a?: readonly string[]): ModelPrice => ({
  ...(a === undefined ? {} : { a }),
  p: [period(rates, SEVERAL)],
});

/** A `-latest` name is a model of its own here: what it means, and so costs, changes on a day. */
const moved = (from: string, before: Rates, after: Rates): ModelPrice => ({
  p: [period(before, SEVERAL, { to: from }), period(after, APPROXIMATE, { from })],
});

const LARGE_3 = at(0.5, 1.5, 0.05);
const SMALL_4 = at(0.15, 0.6, 0.015);
const DEVSTRAL_2 = at(0.4, 2, 0.04);

export const MISTRAL: Overlay = {
  sources: {
    mistral: { url: 'https://mistral.ai/pricing', seen: '2026-08-01' },
    groq: { url: 'https://groq.com/pricing', seen: '2026-08-01' },
  },
  providers: {
    mistral: { cards: { batch: { mul: [1, 2] } } },
    groq: { cards: { batch: { mul: [1, 2] }, flex: { mul: [1, 1] } } },
  },
  models: {
    'mistral:mistral-large': flat(at(2, 6), ['mistral-large-2407', 'mistral-large-2411']),
    'mistral:mistral-large-2512': flat(LARGE_3, ['mistral-large-3']),
    'mistral:mistral-large-latest': moved('2025-12-02T00:00:00Z', at(2, 6), LARGE_3),
    'mistral:mistral-small-2506': flat(at(0.1, 0.3), ['mistral-small-3.2']),
    'mistral:mistral-small-2603': flat(SMALL_4),
    'mistral:mistral-small-latest': moved('2026-03-01T00:00:00Z', at(0.1, 0.3), SMALL_4),
    'mistral:mistral-medium-3-1': flat(at(0.4, 2, 0.04), [
      'mistral-medium',
      'mistral-medium-2505',
      'mistral-medium-2508',
      'mistral-medium-3',
      'mistral-medium-3.1',
    ]),
    'mistral:mistral-medium-3-5': flat(at(1.5, 7.5, 0.15), ['mistral-medium-2604', 'mistral-medium-3.5']),
    'mistral:devstral-2512': flat(DEVSTRAL_2, [
      'devstral-latest',
      'devstral-medium-latest',
      'devstral-medium-2507',
      'devstral-medium',
    ]),
    'groq:openai/gpt-oss-safeguard-20b': {
      p: [period(at(0.075, 0.3, 0.0375), { src: 'groq', conf: 'M' })],
    },
  },
};
