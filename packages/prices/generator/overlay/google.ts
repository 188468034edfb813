import type { ModelPrice, PriceFees, Rates } from '@meterline/core';
import { longContext, type Overlay, type Provenance, period } from './overlay-model.ts';

const OFFICIAL: Provenance = { src: 'google', conf: 'O' };

/** Grounding: an upper bound, since the free quota is per account and not in the usage. */
const GROUNDING_2: PriceFees = { webSearch: 0.035 };
const GROUNDING_3: PriceFees = { webSearch: 0.014 };

/** In batch, cache reads of the 3.x Flash models are halved too. */
const HALVED_BATCH = { batch: { mul: [1, 2] } } as const;

const flat = (rates: Rates, more: Partial<ModelPrice> = {}, fees = GROUNDING_2): ModelPrice => ({
  ...more,
  p: [period(rates, OFFICIAL, { fees })],
});

const flash3 = (rates: Rates, more: Partial<ModelPrice> = {}): ModelPrice =>
  flat(rates, { cards: HALVED_BATCH, ...more }, GROUNDING_3);

/** The whole request at 2x input and cache, and `output` for output, above a prompt size. */
const tiered = (
  rates: Rates,
  at: number,
  output: readonly [number, number],
  more: Partial<ModelPrice> = {},
  fees = GROUNDING_2,
): ModelPrice => ({
  ...more,
  p: [period(rates, OFFICIAL, { t: [longContext(rates, at, '>', [2, 1], output)], fees })],
});

const CUT = '2026-08-14T00:00:00Z';
const RISE = '2027-01-01T00:00:00Z';
const LAUNCH: Rates = { in: 1.5, out: 7.5, cr: 0.15 };
const REDUCED: Rates = { in: 0.75, out: 3.75, cr: 0.075 };

/** Halved in August 2026 until the end of the year. */
const promoted = (): ModelPrice => ({
  cards: HALVED_BATCH,
  p: [
    period(
      LAUNCH,
      { ...OFFICIAL, note: 'The day of the cut is approximate.' },
      { to: CUT, fees: GROUNDING_3 },
    ),
    period(REDUCED, OFFICIAL, { from: CUT, to: RISE, fees: GROUNDING_3 }),
    period(LAUNCH, OFFICIAL, { from: RISE, fees: GROUNDING_3 }),
  ],
});

const PRO_3: Rates = { in: 2, out: 12, cr: 0.2 };

export const GOOGLE: Overlay = {
  sources: {
    google: { url: 'https://ai.google.dev/gemini-api/docs/pricing', seen: '2026-11-22' },
    vertex: { url: 'https://cloud.google.com/vertex-ai/generative-ai/pricing', seen: '2026-11-22' },
  },
  providers: {
    google: {
      cards: {
        batch: { mul: [1, 2], keep: ['cr'] },
        flex: { mul: [1, 2] },
        priority: { mul: [9, 5], unsure: true },
      },
    },
  },
  models: {
    'google:gemini-1.5-pro': tiered({ in: 1.25, out: 5, cr: 0.3125 }, 128_000, [2, 1]),
    'google:gemini-1.5-flash': tiered({ in: 0.075, out: 0.3, cr: 0.01875 }, 128_000, [2, 1]),
    'google:gemini-1.5-flash-8b': tiered({ in: 0.0375, out: 0.15, cr: 0.01 }, 128_000, [2, 1]),
    'google:gemini-2.0-flash': flat(
      { in: 0.1, out: 0.4, cr: 0.025, inA: 0.7 },
      { a: ['gemini-2.0-flash-exp'] },
    ),
    'google:gemini-2.0-flash-lite': flat({ in: 0.075, out: 0.3 }),
    'google:gemini-2.5-pro': tiered({ in: 1.25, out: 10, cr: 0.125 }, 200_000, [3, 2], {
      a: [
        'gemini-2.5-pro-preview',
        'gemini-2.5-pro-preview-03-25',
        'gemini-2.5-pro-preview-05-06',
        'gemini-2.5-pro-preview-06-05',
      ],
    }),
    'google:gemini-2.5-flash': flat(
      { in: 0.3, out: 2.5, cr: 0.03, inA: 1 },
      { a: ['gemini-2.5-flash-preview-09-2025'] },
    ),
    'google:gemini-2.5-flash-lite': flat(
      { in: 0.1, out: 0.4, cr: 0.01, inA: 0.3 },
      { a: ['gemini-2.5-flash-lite-preview-09-2025'] },
    ),
    'google:gemini-3-flash-preview': flash3({ in: 0.5, out: 3, cr: 0.05, inA: 1 }, { a: ['gemini-3-flash'] }),
    'google:gemini-3-pro-preview': tiered(PRO_3, 200_000, [3, 2], { a: ['gemini-3-pro'] }, GROUNDING_3),
    'google:gemini-3.1-pro-preview': tiered(
      PRO_3,
      200_000,
      [3, 2],
      { a: ['gemini-3.1-pro', 'gemini-3.1-pro-preview-customtools'] },
      GROUNDING_3,
    ),
    'google:gemini-3.1-flash-lite': flash3(
      { in: 0.25, out: 1.5, cr: 0.025, inA: 0.5 },
      { a: ['gemini-3.1-flash-lite-preview'] },
    ),
    'google:gemini-3.5-flash': flash3({ in: 1.5, out: 9, cr: 0.15 }, { a: ['gemini-3.5-flash-preview'] }),
    'google:gemini-3.5-flash-lite': flash3({ in: 0.3, out: 2.5, cr: 0.03 }),
    'google:gemini-3.6-flash': promoted(),
    'google:gemini-3.7-flash': promoted(),
    'google:gemini-3.8-flash': promoted(),
    'vertex:gemini-2.0-flash': {
      p: [
        period(
          { in: 0.15, out: 0.6, cr: 0.0375, inA: 1 },
          { src: 'vertex', conf: 'M', note: 'Vertex differs from AI Studio here.' },
          { fees: GROUNDING_2 },
        ),
      ],
      cards: { batch: { mul: [1, 2], keep: ['cr'] } },
    },
  },
};
