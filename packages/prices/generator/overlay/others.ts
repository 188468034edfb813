import type { ModelPrice, PriceTier, Rates } from '@meterline/core';
import { longContext, type Overlay, type Provenance, period } from './overlay-model.ts';

const at = (input: number, output: number, read?: number): Rates => ({
  in: input,
  out: output,
  ...(read === undefined ? {} : { cr: read }),
});

const from = (src: string, conf: NonNullable<Provenance['conf']>, note?: string): Provenance => ({
  src,
  conf,
  ...(note === undefined ? {} : { note }),
});

const flat = (rates: Rates, provenance: Provenance, a?: readonly string[]): ModelPrice => ({
  ...(a === undefined ? {} : { a }),
  p: [period(rates, provenance)],
});

const tiered = (
  rates: Rates,
  t: readonly PriceTier[],
  provenance: Provenance,
  a?: readonly string[],
): ModelPrice => ({
  ...(a === undefined ? {} : { a }),
  p: [period(rates, provenance, { t })],
});

const above = (bound: number, rates: Rates): PriceTier => ({ at: bound, op: '>', r: rates });
const doubled = (rates: Rates, bound: number, op: PriceTier['op']): PriceTier[] => [
  longContext(rates, bound, op, [2, 1], [2, 1]),
];

/** At or above 200,000 prompt tokens the whole request costs double (grok-4.3 and later). */
const grok = (rates: Rates, a?: readonly string[]): ModelPrice =>
  tiered(rates, doubled(rates, 200_000, '>='), from('xai', 'M'), a);
const grokFast = (a: readonly string[]): ModelPrice =>
  tiered(at(0.2, 0.5, 0.05), doubled(at(0.2, 0.5, 0.05), 128_000, '>'), from('xai', 'M'), a);

const GROK_4_5_LAUNCH = at(2, 6, 0.5);
const GROK_4_5 = at(2, 6, 0.3);
const GROK_4_5_CUT = '2026-08-01T00:00:00Z';

const XAI: Overlay = {
  sources: { xai: { url: 'https://docs.x.ai/docs/models', seen: '2026-11-22' } },
  providers: {
    xai: { cards: { batch: { mul: [1, 2], unsure: true } }, fees: { webSearch: 0.005 }, reports: true },
  },
  models: {
    'xai:grok-4': tiered(at(3, 15, 0.75), doubled(at(3, 15, 0.75), 128_000, '>'), from('xai', 'M'), [
      'grok-4-0709',
    ]),
    'xai:grok-4-fast-reasoning': grokFast(['grok-4-fast']),
    'xai:grok-4-fast-non-reasoning': grokFast([]),
    'xai:grok-4-1-fast-reasoning': grokFast(['grok-4-1-fast', 'grok-4.1-fast', 'grok-4.1-fast-reasoning']),
    'xai:grok-4-1-fast-non-reasoning': grokFast(['grok-4.1-fast-non-reasoning']),
    'xai:grok-4.20': grok(at(1.25, 2.5, 0.2)),
    'xai:grok-4.3': grok(at(1.25, 2.5, 0.2)),
    'xai:grok-4.5': {
      p: [
        period(
          GROK_4_5_LAUNCH,
          from('xai', 'U', 'Cached input was 0.50 in July 2026; when it became 0.30 is not known exactly.'),
          { to: GROK_4_5_CUT, t: doubled(GROK_4_5_LAUNCH, 200_000, '>=') },
        ),
        period(GROK_4_5, from('xai', 'M'), { from: GROK_4_5_CUT, t: doubled(GROK_4_5, 200_000, '>=') }),
      ],
    },
    'xai:grok-4.6': grok(at(2, 6, 0.5)),
    'xai:grok-4.7': grok(at(2, 6, 0.5)),
  },
};

const MOONSHOT: Overlay = {
  sources: {
    moonshot: { url: 'https://platform.moonshot.ai/docs/pricing/chat', seen: '2026-11-22' },
    'kimi-k3.1': { url: 'https://vercel.com/ai-gateway/models/kimi-k3.1-pro.md', seen: '2026-11-22' },
    reseller: { url: 'https://openrouter.ai/models', seen: '2026-11-22' },
  },
  providers: {},
  models: {
    'moonshot:kimi-k2': flat(at(0.6, 2.5, 0.15), from('moonshot', 'M'), [
      'kimi-k2-0711-preview',
      'kimi-k2-0905-preview',
      'kimi-k2-0711',
      'kimi-k2-0905',
      'kimi-k2-instruct',
    ]),
    'moonshot:kimi-k2-thinking': flat(at(0.6, 2.5, 0.15), from('moonshot', 'M')),
    'moonshot:kimi-k3': flat(at(3, 15, 0.3), from('moonshot', 'M')),
    'moonshot:kimi-k3.1-pro': flat(at(2, 10, 0.2), from('kimi-k3.1', 'M')),
  },
};

const zai = (rates: Rates, conf: NonNullable<Provenance['conf']> = 'M'): ModelPrice =>
  flat(rates, from('zai', conf));

/** The international site; bigmodel.cn bills in CNY by another table. */
const ZAI: Overlay = {
  sources: { zai: { url: 'https://docs.z.ai/guides/overview/pricing', seen: '2026-11-22' } },
  providers: {},
  models: {
    'zai:glm-4.5': zai(at(0.6, 2.2, 0.11)),
    'zai:glm-4.5-air': zai(at(0.2, 1.1, 0.03)),
    'zai:glm-4.5-x': zai(at(2.2, 8.9)),
    'zai:glm-4.5-airx': zai(at(1.1, 4.5)),
    'zai:glm-4.5-flash': zai(at(0, 0)),
    'zai:glm-4.5v': zai(at(0.6, 1.8)),
    'zai:glm-4.6': zai(at(0.6, 2.2, 0.11)),
    'zai:glm-4.6v': zai(at(0.3, 0.9)),
    'zai:glm-4.7': zai(at(0.6, 2.2, 0.11)),
    'zai:glm-4.7-flash': zai(at(0, 0)),
    'zai:glm-4.7-flashx': zai(at(0.07, 0.4, 0.01)),
    'zai:glm-5': zai(at(1, 3.2, 0.2)),
    'zai:glm-5-turbo': zai(at(1.2, 4, 0.24)),
    'zai:glm-5v-turbo': zai(at(1.2, 4, 0.24)),
    'zai:glm-5-code': zai(at(1.2, 5, 0.3)),
    'zai:glm-5.1': zai(at(1.4, 4.4, 0.26)),
    'zai:glm-5.2': zai(at(1.4, 4.4, 0.26)),
    'zai:glm-5.3': zai(at(1.4, 4.4, 0.26), 'S'),
  },
};

const QWEN3_MAX_TIERS = [above(32_000, at(2.4, 12, 0.48)), above(128_000, at(3, 15, 0.6))];
const CODER_PLUS_TIERS = [
  above(32_000, at(1.8, 9, 0.18)),
  above(128_000, at(3, 15, 0.3)),
  above(256_000, at(6, 60, 0.6)),
];
const CODER_FLASH_TIERS = [
  above(32_000, at(0.5, 2.5, 0.12)),
  above(128_000, at(0.8, 4, 0.2)),
  above(256_000, at(1.6, 9.6, 0.4)),
];
const dashscope = from('alibaba', 'M');

/** International Model Studio; the prompt's size moves the whole request. */
const ALIBABA: Overlay = {
  sources: {
    alibaba: { url: 'https://www.alibabacloud.com/help/en/model-studio/models', seen: '2026-11-22' },
  },
  providers: { alibaba: { cards: { batch: { mul: [1, 2], unsure: true } } } },
  models: {
    'alibaba:qwen3-max': tiered(at(1.2, 6, 0.24), QWEN3_MAX_TIERS, dashscope, ['qwen3-max-preview']),
    'alibaba:qwen3-coder-plus': tiered(at(1, 5, 0.1), CODER_PLUS_TIERS, dashscope, ['coder-model']),
    'alibaba:qwen3-coder-flash': tiered(at(0.3, 1.5, 0.08), CODER_FLASH_TIERS, dashscope),
    'alibaba:qwen-plus': tiered(
      { ...at(0.4, 1.2), rs: 4 },
      [above(256_000, { ...at(1.2, 3.6), rs: 12 })],
      dashscope,
    ),
    'alibaba:qwen-flash': tiered(at(0.05, 0.4), [above(256_000, at(0.25, 2))], dashscope),
    'alibaba:qwen3-vl-plus': tiered(
      at(0.2, 1.6),
      [above(32_000, at(0.3, 2.4)), above(128_000, at(0.6, 4.8))],
      dashscope,
    ),
    'alibaba:qwen3.5-plus': tiered(at(0.4, 2.4), [above(256_000, at(0.5, 3))], dashscope),
    'alibaba:qwen3.6-plus': tiered(
      { ...at(0.5, 3, 0.05), w: 0.625 },
      [above(256_000, { ...at(2, 6, 0.2), w: 2.5 })],
      dashscope,
    ),
    'alibaba:qwen3.7-max': flat({ ...at(2.5, 7.5, 0.5), w: 3.125 }, dashscope),
    'alibaba:qwen3.7-plus': tiered(
      at(0.4, 1.6, 0.08),
      [above(256_000, at(1.2, 4.8, 0.24))],
      from('alibaba', 'S'),
    ),
    'alibaba:qwen3.8-max': flat(at(2, 6), from('reseller', 'S')),
  },
};

const cursor = (
  rates: Rates,
  conf: NonNullable<Provenance['conf']> = 'M',
  a?: readonly string[],
): ModelPrice => flat(rates, from('cursor', conf), a);

const CURSOR: Overlay = {
  sources: { cursor: { url: 'https://cursor.com/docs/models-and-pricing', seen: '2026-11-22' } },
  providers: {},
  models: {
    'cursor:composer-1': cursor(at(1.25, 10, 0.125), 'S'),
    'cursor:composer-1.5': cursor(at(3.5, 17.5, 0.35), 'S'),
    'cursor:composer-2': cursor(at(0.5, 2.5, 0.2), 'S', ['cursor-composer-2']),
    'cursor:composer-2-fast': cursor(at(1.5, 7.5, 0.35), 'S', ['cursor-composer-2-fast']),
    'cursor:composer-2.5': cursor(at(0.5, 2.5, 0.2)),
    'cursor:composer-2.5-fast': cursor(at(3, 15, 0.5)),
    'cursor:grok-4.5': cursor(at(2, 6, 0.5)),
    'cursor:grok-4.5-fast': cursor(at(4, 18, 1)),
    'cursor:grok-4.6': cursor(at(2, 6, 0.5)),
    'cursor:grok-4.6-fast': cursor(at(4, 12, 1)),
  },
};

/** OpenRouter's own figure is the charge. */
const HOSTS: Overlay = {
  sources: {},
  providers: {
    openrouter: { reports: true },
  },
  models: {},
};

export const OTHERS: readonly Overlay[] = [XAI, MOONSHOT, ZAI, ALIBABA, CURSOR, HOSTS];
