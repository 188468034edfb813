import type { ModelPrice, PricePeriod, PriceTier, Rates } from '@meterline/core';
import { longContext, type Overlay, type Provenance, period, times } from './overlay-model.ts';

const OFFICIAL: Provenance = { src: 'anthropic', conf: 'O' };

/** Writes cost 1.25x (5 minutes) and 2x (1 hour) of input; reads are given, since they are not always 0.1x. */
const claude = (input: number, output: number, read: number): Rates => ({
  in: input,
  out: output,
  cr: read,
  w5: times(input, 5, 4),
  w1: times(input, 2),
});

/** Above 200,000 prompt tokens: 2x input and cache, 1.5x output, while the 1M context was in beta. */
const beta = (rates: Rates): PriceTier => longContext(rates, 200_000, '>', [2, 1], [3, 2]);

/** Regional endpoints of Bedrock and Vertex cost 10 % more since Claude 4.5. */
const CLOUD = { regional: [11, 10] } as const;
/** `inference_geo: us` costs 10 % more at Anthropic's own API since Opus 4.6 and Sonnet 4.6. */
const GEO = { ...CLOUD, geoUs: [11, 10] } as const;

const flat = (rates: Rates, more: Partial<ModelPrice> = {}, provenance = OFFICIAL): ModelPrice => ({
  ...more,
  p: [period(rates, provenance)],
});

const tiered = (rates: Rates, more: Partial<ModelPrice> = {}): ModelPrice => ({
  ...more,
  p: [period(rates, OFFICIAL, { t: [beta(rates)] })],
});

/** The surcharge of the 4.6 models ended when the 1M context became general. */
const untilGeneral = (rates: Rates): PricePeriod[] => [
  period(rates, OFFICIAL, { to: '2026-03-13T00:00:00Z', t: [beta(rates)] }),
  period(rates, OFFICIAL, { from: '2026-03-13T00:00:00Z' }),
];

const fast = (factor: number) => ({ fast: { mul: [factor, 1] } }) as const;

const OPUS_4 = claude(15, 75, 1.5);
const OPUS_4_5 = claude(5, 25, 0.5);
const SONNET_3 = claude(3, 15, 0.3);
const HAIKU_5_5 = claude(0.1, 0.5, 0.01);
const SONNET_5_5_CUT = '2026-10-07T00:00:00Z';

export const ANTHROPIC: Overlay = {
  sources: {
    anthropic: { url: 'https://platform.claude.com/docs/en/about-claude/pricing', seen: '2026-11-22' },
    'anthropic-haiku-5-5': {
      url: 'https://platform.claude.com/docs/en/models/haiku-5-5/overview',
      seen: '2026-11-22',
    },
    rightsize: { url: 'https://github.com/archid21/rightsize/releases/tag/v0.10.2', seen: '2026-11-22' },
  },
  providers: {
    anthropic: { cards: { batch: { mul: [1, 2] } }, fees: { webSearch: 0.01 } },
    bedrock: { cards: { batch: { mul: [1, 2] } } },
  },
  models: {
    'anthropic:claude-2': flat({ in: 8, out: 24 }, { a: ['claude-2.0', 'claude-2.1', 'claude-v2'] }),
    'anthropic:claude-instant-1.2': flat(
      { in: 0.8, out: 2.4 },
      { a: ['claude-instant', 'claude-instant-1'] },
    ),
    'anthropic:claude-3-haiku': flat(
      { in: 0.25, out: 1.25, cr: 0.03, w5: 0.3, w1: 0.5 },
      { a: ['claude-haiku-3'] },
    ),
    'anthropic:claude-3-sonnet': flat(SONNET_3, { a: ['claude-sonnet-3'] }),
    'anthropic:claude-3-opus': flat(OPUS_4, { a: ['claude-opus-3'] }),
    'anthropic:claude-haiku-3-5': flat(claude(0.8, 4, 0.08)),
    'anthropic:claude-sonnet-3-5': flat(SONNET_3),
    'anthropic:claude-sonnet-3-7': flat(SONNET_3),
    'anthropic:claude-sonnet-4': tiered(SONNET_3, { a: ['claude-sonnet-4-0'] }),
    'anthropic:claude-opus-4': flat(OPUS_4, { a: ['claude-opus-4-0'] }),
    'anthropic:claude-opus-4-1': flat(OPUS_4),
    'anthropic:claude-sonnet-4-5': tiered(SONNET_3, { mods: CLOUD }),
    'anthropic:claude-haiku-4-5': flat(claude(1, 5, 0.1), { mods: CLOUD }),
    'anthropic:claude-opus-4-5': flat(OPUS_4_5, { mods: CLOUD }),
    'anthropic:claude-opus-4-6': { mods: GEO, cards: fast(6), p: untilGeneral(OPUS_4_5) },
    'anthropic:claude-sonnet-4-6': { mods: GEO, p: untilGeneral(SONNET_3) },
    'anthropic:claude-opus-4-7': flat(OPUS_4_5, { mods: GEO, cards: fast(6) }),
    'anthropic:claude-opus-4-8': flat(OPUS_4_5, { mods: GEO, cards: fast(2) }),
    'anthropic:claude-opus-5': flat(OPUS_4_5, { mods: GEO, cards: fast(2), a: ['claude-opus-5-0'] }),
    'anthropic:claude-sonnet-5': flat(
      claude(2, 10, 0.2),
      { mods: GEO, a: ['claude-sonnet-5-0'] },
      { ...OFFICIAL, note: 'The step to 3/15 announced for 2026-09-01 was cancelled.' },
    ),
    'anthropic:claude-fable-5': flat(claude(10, 50, 1), { mods: GEO, a: ['claude-fable-5-0'] }),
    'anthropic:claude-mythos-5': flat(claude(10, 50, 1), { mods: GEO }),
    'anthropic:claude-mythos-5-1': flat(claude(10, 50, 0.25), { mods: GEO }),
    'anthropic:claude-fable-5-1': flat(claude(10, 50, 0.25), { mods: GEO }),
    'anthropic:claude-fable-5-2': flat(
      claude(8, 40, 0.2),
      { mods: GEO, cards: fast(2) },
      { src: 'rightsize', conf: 'M' },
    ),
    'anthropic:claude-opus-5-5': flat(claude(4, 20, 0.2), { mods: GEO, cards: fast(2) }),
    'anthropic:claude-sonnet-5-5': {
      mods: GEO,
      p: [
        period(claude(2, 10, 0.2), OFFICIAL, { to: SONNET_5_5_CUT }),
        period(claude(2, 10, 0.1), OFFICIAL, { from: SONNET_5_5_CUT }),
      ],
    },
    'anthropic:claude-haiku-5-5': {
      mods: GEO,
      p: [
        period(
          HAIKU_5_5,
          { src: 'anthropic-haiku-5-5', conf: 'O' },
          { t: [longContext(HAIKU_5_5, 100_000, '>', [5, 1], [5, 1])] },
        ),
      ],
    },
  },
};
