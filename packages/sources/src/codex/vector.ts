import type { TokenUsage } from '@meterline/core';
import { countOf, isRecord, type OnBad, valueAt } from '../read/index.ts';

/**
 * The counts of a usage object as Codex writes them: input (with cached and cache writes in it), cached input, cache
 * writes, output (with reasoning in it), reasoning. -1: not reported.
 */
export type Vector = readonly [number, number, number, number, number];

const FIELDS = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_input_tokens',
  'output_tokens',
  'reasoning_output_tokens',
] as const;
export const NOT_REPORTED = -1;

/** Undefined when it is no usage object. */
export const vectorOf = (usage: unknown, onBad: OnBad): Vector | undefined => {
  if (!isRecord(usage)) return undefined;
  const counts = FIELDS.map((name) => countOf(usage[name], name, onBad) ?? NOT_REPORTED);
  return counts as unknown as Vector;
};

/** The sum that a usage object gives where it gives none of its parts; 0 for every other. */
export const undividedOf = (usage: unknown, onBad: OnBad): number => {
  const parts = vectorOf(usage, onBad);
  if (parts === undefined || parts.some((count) => count > 0)) return 0;
  return countOf(valueAt(usage, 'total_tokens'), 'total_tokens', onBad) ?? 0;
};

export const sameVector = (a: Vector, b: Vector): boolean =>
  a.every((count, i) => count === b[i] || count + b[i]! === NOT_REPORTED);

/** Input and output together: the size of a running total. */
export const sizeOf = (vector: Vector): number => Math.max(0, vector[0]) + Math.max(0, vector[3]);

/** Field by field; undefined when a field fell. */
export const growthOf = (total: Vector, before: Vector): Vector | undefined => {
  const growth = total.map((count, i) =>
    count === NOT_REPORTED ? NOT_REPORTED : count - Math.max(0, before[i]!),
  );
  return growth.every((count, i) => count >= 0 || total[i] === NOT_REPORTED)
    ? (growth as unknown as Vector)
    : undefined;
};

export const addVectors = (a: Vector, b: Vector): Vector =>
  a.map((count, i) => Math.max(0, count) + Math.max(0, b[i]!)) as unknown as Vector;

/**
 * Disjoint counts: Codex's input includes what was read from and written to the cache. Where these exceed it they are
 * cut, cache reads first, so that input and output still add up to the total.
 */
export const tokensOf = (vector: Vector, onBad: OnBad): TokenUsage => {
  const [input, cached, written, output, reasoning] = vector;
  const whole = input === NOT_REPORTED ? Math.max(0, cached) + Math.max(0, written) : input;
  const writes = Math.min(written, whole);
  const reads = Math.min(cached, whole - Math.max(0, writes));
  if (reads < cached || writes < written) onBad('COUNTS_DISAGREE', 'input_tokens');
  const tokens: { -readonly [K in keyof TokenUsage]: TokenUsage[K] } = {};
  if (input >= 0) tokens.input = input - Math.max(0, reads) - Math.max(0, writes);
  if (cached >= 0) tokens.cacheRead = reads;
  if (written >= 0) tokens.cacheWrite = writes;
  if (output >= 0) tokens.output = output;
  if (reasoning >= 0) tokens.reasoning = reasoning;
  return tokens;
};
