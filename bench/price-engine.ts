import { compileBook, type PriceableCall } from '@meterline/core';
import { priceBook } from '@meterline/prices';

export interface PriceEngineRun {
  readonly events: number;
  readonly seconds: number;
  /** Over every cost, so that nobody makes it faster by making it wrong. */
  readonly hash: string;
}

/** Names as agents write them: aliases, dates, flags, tiers, windows and one that nobody knows. */
const CALLS: readonly Pick<PriceableCall, 'provider' | 'model' | 'speed' | 'serviceTier' | 'batch'>[] = [
  { provider: 'anthropic', model: 'claude-sonnet-4-5-20250929' },
  { provider: 'anthropic', model: 'claude-opus-4-6', speed: 'fast' },
  { provider: 'claude-code', model: 'claude-opus-5-5[1m]' },
  { provider: 'openai', model: 'gpt-5.4', serviceTier: 'priority' },
  { provider: 'openai', model: 'gpt-5.6-sol' },
  { provider: 'google', model: 'gemini-2.5-pro', batch: true },
  { provider: 'deepseek', model: 'deepseek-v4-flash' },
  { provider: 'bedrock', model: 'us.anthropic.claude-haiku-4-5-20251001-v1:0' },
  { provider: 'openrouter', model: 'x-ai/grok-4.3' },
  { provider: 'unknown', model: 'my-deployment' },
];

const DISTINCT = 4096;
const START = Date.parse('2026-01-01T00:00:00Z');
const YEAR_MS = 365 * 86_400_000;

/** A linear congruential generator: the same calls on every machine. */
const numbers = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
};

const makeCalls = (): PriceableCall[] => {
  const below = numbers(42);
  return Array.from({ length: DISTINCT }, (_none, index) => ({
    ...CALLS[index % CALLS.length]!,
    startedAt: START + below(1000) * (YEAR_MS / 1000),
    tokens: {
      input: below(5000),
      cacheRead: below(300_000),
      output: below(4000),
      ...(index % 3 === 0 ? { cacheWrite5m: below(20_000) } : {}),
      ...(index % 5 === 0 ? { reasoning: 0 } : {}),
    },
  }));
};

/** Prices `events` calls of ten kinds on one core and measures nothing but that. */
export const run = ({ events }: { readonly events: number }): PriceEngineRun => {
  const engine = compileBook(priceBook());
  const calls = makeCalls();
  let hash = 0;
  const started = performance.now();
  for (let index = 0; index < events; index += 1) {
    const cost = engine.price(calls[index % DISTINCT]!);
    hash = (Math.imul(hash, 31) + ((cost.listNanoUsd ?? -1) % 0x7fff_ffff)) | 0;
  }
  const seconds = (performance.now() - started) / 1000;
  return { events, seconds, hash: (hash >>> 0).toString(16) };
};

if (import.meta.main) {
  run({ events: 100_000 });
  const { events, seconds, hash } = run({ events: 3_000_000 });
  process.stdout.write(`${(events / seconds / 1e6).toFixed(2)} M events/s, hash ${hash}\n`);
}
