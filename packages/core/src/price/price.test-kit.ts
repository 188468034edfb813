import type { PriceBook } from './book.ts';
import type { PriceableCall } from './cost.ts';

/** A book small enough to check by hand. */
export const SMALL_BOOK: PriceBook = {
  format: 'meterline-prices/1',
  version: 'a'.repeat(64),
  asOf: '2026-11-22',
  sources: { page: { url: 'https://example.org/prices', seen: '2026-11-22' } },
  calendars: { daily: { offsetMinutes: 0, days: [0, 1, 2, 3, 4, 5, 6] } },
  providers: {
    anthropic: { cards: { batch: { mul: [1, 2] } }, fees: { webSearch: 0.01 } },
    azure: { mods: { regional: [11, 10] } },
    openrouter: { reports: true },
  },
  models: {
    'anthropic:claude-test-1': {
      a: ['claude-test'],
      mods: { geoUs: [11, 10], regional: [11, 10] },
      cards: { fast: { mul: [6, 1] } },
      p: [
        { to: '2026-03-13T00:00:00Z', r: { in: 4, out: 20 }, conf: 'O' },
        {
          from: '2026-03-13T00:00:00Z',
          r: { in: 5, out: 25, cr: 0.5, w5: 6.25, w1: 10 },
          t: [{ at: 200_000, op: '>', r: { in: 10, out: 37.5, cr: 1 } }],
          conf: 'O',
          src: 'page',
        },
      ],
    },
    'openai:gpt-test': {
      cards: { priority: { mul: [5, 3] } },
      p: [{ r: { in: 0.15, out: 0.6, cr: 0.075 } }],
    },
    'xai:grok-test': { p: [{ r: { in: 1, out: 2 }, t: [{ at: 200_000, op: '>=', r: { in: 2, out: 4 } }] }] },
    'deepseek:deep-test': {
      p: [{ r: { in: 1, out: 2 }, win: [{ cal: 'daily', minutes: [[60, 240]], r: { in: 2, out: 4 } }] }],
    },
  },
};

export const JUNE = Date.parse('2026-06-15T12:00:00Z');

/** A call with everything usual. */
export const call = (more: Partial<PriceableCall> = {}): PriceableCall => ({
  provider: 'anthropic',
  model: 'claude-test-1',
  startedAt: JUNE,
  tokens: { input: 1000, output: 100 },
  ...more,
});
