import type { ModelPrice, PricePeriod, PriceTier, Rates, Ratio } from '@meterline/core';
import { longContext, type Overlay, type Provenance, period, times } from './overlay-model.ts';

const OFFICIAL: Provenance = { src: 'openai', conf: 'O' };
const SEVERAL: Provenance = { src: 'openai', conf: 'M' };

/** Cached input as given; a cache write costs 1.25x since GPT-5.6 and is input before. */
const gpt = (input: number, output: number, read?: number): Rates => ({
  in: input,
  out: output,
  ...(read === undefined ? {} : { cr: read }),
});
const withWrites = (input: number, output: number, read: number): Rates => ({
  ...gpt(input, output, read),
  w: times(input, 5, 4),
});

/** More than 272,000 prompt tokens: 2x input, cached and written, 1.5x output, the whole request. */
const long = (rates: Rates): PriceTier => longContext(rates, 272_000, '>', [2, 1], [3, 2]);

const priority = (...mul: Ratio) => ({ cards: { priority: { mul } } }) as const;
/** Fast doubles, Ultrafast is six times the standard price; at GPT-6.1 only a reseller's figure says so. */
const withUltrafast = (unsure: boolean): Pick<ModelPrice, 'cards'> => ({
  cards: {
    priority: { mul: [2, 1] },
    ultrafast: { mul: [6, 1], ...(unsure ? { unsure: true as const } : {}) },
  },
});
/** Regional processing costs 10 % more since GPT-5.4. */
const REGIONAL = { mods: { regional: [11, 10] } } as const;

const flat = (rates: Rates, more: Partial<ModelPrice> = {}): ModelPrice => ({
  ...more,
  p: [period(rates, OFFICIAL)],
});

const tiered = (rates: Rates, more: Partial<ModelPrice> = {}, provenance = OFFICIAL): ModelPrice => ({
  ...REGIONAL,
  ...more,
  p: [period(rates, provenance, { t: [long(rates)] })],
});

/** One price until an instant, another from it on; both with the long-context tier. */
const cut = (at: string, before: Rates, after: Rates, provenance: Provenance): PricePeriod[] => [
  period(before, provenance, { to: at, t: [long(before)] }),
  period(after, provenance, { from: at, t: [long(after)] }),
];

const GPT_6_1_TERRA: Rates = { ...withWrites(1, 5, 0.05), w12: 2.5 };
const GPT_6_1_SOL: Rates = { ...withWrites(2, 10, 0.1), w12: 5 };
const O3_CUT = '2025-06-10T00:00:00Z';

const REASONING: Overlay['models'] = {
  'openai:o1': flat(gpt(15, 60, 7.5), { a: ['o1-preview'] }),
  'openai:o1-mini': flat(gpt(1.1, 4.4, 0.55)),
  'openai:o1-pro': flat(gpt(150, 600)),
  'openai:o3-mini': flat(gpt(1.1, 4.4, 0.55)),
  'openai:o3': {
    ...priority(7, 4),
    p: [
      period(gpt(10, 40, 2.5), OFFICIAL, { to: O3_CUT }),
      period(gpt(2, 8, 0.5), { ...OFFICIAL, note: 'Cut by 80 % on 2025-06-10.' }, { from: O3_CUT }),
    ],
  },
  'openai:o3-pro': flat(gpt(20, 80)),
  'openai:o4-mini': flat(gpt(1.1, 4.4, 0.275), priority(20, 11)),
};

const GPT_4: Overlay['models'] = {
  'openai:gpt-4o': flat(gpt(2.5, 10, 1.25), priority(17, 10)),
  'openai:gpt-4o-2024-05-13': flat(gpt(5, 15), priority(7, 4)),
  'openai:gpt-4o-mini': flat(gpt(0.15, 0.6, 0.075), priority(5, 3)),
  'openai:gpt-4.1': flat(gpt(2, 8, 0.5), priority(7, 4)),
  'openai:gpt-4.1-mini': flat(gpt(0.4, 1.6, 0.1), priority(7, 4)),
  'openai:gpt-4.1-nano': flat(gpt(0.1, 0.4, 0.025), priority(2, 1)),
};

const GPT_5: Overlay['models'] = {
  'openai:gpt-5': flat(gpt(1.25, 10, 0.125), {
    ...priority(2, 1),
    a: ['gpt-5-chat', 'gpt-5-codex', 'gpt-5-chat-latest'],
  }),
  'openai:gpt-5-mini': flat(gpt(0.25, 2, 0.025), priority(9, 5)),
  'openai:gpt-5-nano': flat(gpt(0.05, 0.4, 0.005)),
  'openai:gpt-5-pro': flat(gpt(15, 120)),
  'openai:gpt-5.1': flat(gpt(1.25, 10, 0.125), {
    ...priority(2, 1),
    a: ['gpt-5.1-codex', 'gpt-5.1-codex-max', 'gpt-5.1-chat'],
  }),
  'openai:gpt-5.1-codex-mini': flat(gpt(0.25, 2, 0.025), {
    ...priority(9, 5),
    a: ['gpt-5.1-mini', 'gpt-5-codex-mini'],
  }),
  'openai:gpt-5.2': flat(gpt(1.75, 14, 0.175), {
    ...priority(2, 1),
    a: ['gpt-5.2-codex', 'gpt-5.2-chat'],
  }),
  'openai:gpt-5.2-pro': flat(gpt(21, 168)),
  'openai:gpt-5.3': flat(gpt(1.75, 14, 0.175), { ...priority(2, 1), a: ['gpt-5.3-chat'] }),
  'openai:gpt-5.3-codex': flat(gpt(1.75, 14, 0.175), priority(2, 1)),
  'openai:gpt-5.4': tiered(gpt(2.5, 15, 0.25), priority(2, 1)),
  'openai:gpt-5.4-mini': flat(gpt(0.75, 4.5, 0.075), { ...REGIONAL, ...priority(2, 1) }),
  'openai:gpt-5.4-nano': flat(gpt(0.2, 1.25, 0.02), REGIONAL),
  'openai:gpt-5.4-pro': tiered(gpt(30, 180)),
  'openai:gpt-5.5': tiered(gpt(5, 30, 0.5), { ...priority(5, 2), a: ['gpt-5.5-chat', 'gpt-5.5-codex'] }),
  'openai:gpt-5.5-pro': tiered(gpt(30, 180)),
  'openai:gpt-5.6-sol': {
    ...REGIONAL,
    ...priority(2, 1),
    a: ['gpt-5.6'],
    p: cut('2026-08-21T00:00:00Z', withWrites(5, 30, 0.5), withWrites(4, 20, 0.4), {
      ...SEVERAL,
      note: 'OpenAI calls 4/20 promotional, until at least 2026-11-21.',
    }),
  },
  'openai:gpt-5.6-terra': {
    ...REGIONAL,
    ...priority(2, 1),
    p: cut('2026-07-30T00:00:00Z', withWrites(2.5, 15, 0.25), withWrites(2, 12, 0.2), OFFICIAL),
  },
  'openai:gpt-5.6-luna': {
    ...REGIONAL,
    ...priority(2, 1),
    p: cut('2026-07-30T00:00:00Z', withWrites(1, 6, 0.1), withWrites(0.2, 1.2, 0.02), {
      ...OFFICIAL,
      note: 'Cut to a fifth on 2026-07-30.',
    }),
  },
};

const GPT_6: Overlay['models'] = {
  'openai:gpt-6-astra': tiered(withWrites(10, 50, 1), withUltrafast(false), SEVERAL),
  'openai:gpt-6-sol': tiered(withWrites(2, 10, 0.2), priority(2, 1), SEVERAL),
  'openai:gpt-6-luna': tiered(withWrites(0.1, 0.5, 0.01), priority(2, 1), SEVERAL),
  'openai:gpt-6.1-sol': tiered(GPT_6_1_SOL, withUltrafast(true), SEVERAL),
  'openai:gpt-6.1-terra': tiered(GPT_6_1_TERRA, priority(2, 1), SEVERAL),
};

export const OPENAI: Overlay = {
  sources: {
    openai: { url: 'https://developers.openai.com/api/docs/pricing', seen: '2026-11-22' },
  },
  providers: {
    // Flex and Batch are half price; OpenAI prints some of them rounded, the bill is not.
    openai: {
      cards: { batch: { mul: [1, 2] }, flex: { mul: [1, 2] } },
      fees: { webSearch: 0.01 },
    },
    // Data zones and regional deployments cost 10 % more than global standard, which is OpenAI's list.
    azure: { cards: { batch: { mul: [1, 2] } }, mods: { regional: [11, 10] } },
  },
  models: { ...REASONING, ...GPT_4, ...GPT_5, ...GPT_6 },
};
