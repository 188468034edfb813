import { addHistogram, addToBucket, type LatencyHistogram, latencyBucket } from './latency-histogram.ts';
import type { PricedEvent } from './priced-event.ts';

/** How long calls took, and how fast they wrote: of those only that say so. */
export interface CallTimings {
  /** From the request to the end of the answer. */
  readonly latency: LatencyHistogram;
  /** From the request to the first token of a streamed answer. */
  readonly firstToken: LatencyHistogram;
  /** Output tokens of the calls whose time to generate them is known, and that time. */
  generatedTokens: number;
  generationMicros: number;
}

type TimedCall = Pick<PricedEvent, 'latencyMs' | 'timeToFirstTokenMs' | 'tokens'>;

export const noTimings = (): CallTimings => ({
  latency: new Map(),
  firstToken: new Map(),
  generatedTokens: 0,
  generationMicros: 0,
});

/** Whether a call says anything of how long it took; others change no timings. */
export const isTimed = ({ latencyMs, timeToFirstTokenMs }: TimedCall): boolean =>
  latencyMs !== undefined || timeToFirstTokenMs !== undefined;

/**
 * Microseconds in which the output was written: from the first token to the end where the answer was streamed, else all of
 * the call. Whole, so that sums stay exact. Undefined where the call does not know it, wrote nothing, or took no time for it.
 */
export const generationMicros = ({
  latencyMs,
  timeToFirstTokenMs = 0,
  tokens,
}: TimedCall): number | undefined => {
  if (latencyMs === undefined || (tokens.output ?? 0) === 0) return undefined;
  const micros = Math.round((latencyMs - timeToFirstTokenMs) * 1000);
  return micros > 0 ? micros : undefined;
};

/** Adds a call, or takes it off with sign -1. */
export const addTiming = (to: CallTimings, call: TimedCall, sign: 1 | -1 = 1): void => {
  const { latencyMs, timeToFirstTokenMs, tokens } = call;
  if (latencyMs !== undefined) addToBucket(to.latency, latencyBucket(latencyMs), sign);
  if (timeToFirstTokenMs !== undefined) addToBucket(to.firstToken, latencyBucket(timeToFirstTokenMs), sign);
  const micros = generationMicros(call);
  if (micros === undefined) return;
  to.generatedTokens += sign * tokens.output!;
  to.generationMicros += sign * micros;
};

/** Adds the timings of other calls, or takes them off with sign -1. */
export const addTimings = (to: CallTimings, from: CallTimings, sign: 1 | -1 = 1): void => {
  addHistogram(to.latency, from.latency, sign);
  addHistogram(to.firstToken, from.firstToken, sign);
  to.generatedTokens += sign * from.generatedTokens;
  to.generationMicros += sign * from.generationMicros;
};

/** Nothing is left: what came was taken off again. */
export const hasNoTimings = ({
  latency,
  firstToken,
  generatedTokens,
  generationMicros: micros,
}: CallTimings): boolean =>
  latency.size === 0 && firstToken.size === 0 && generatedTokens === 0 && micros === 0;

/** Output tokens a second, of all calls together; null where none knows its time. */
export const tokensPerSecond = ({
  generatedTokens,
  generationMicros: micros,
}: Pick<CallTimings, 'generatedTokens' | 'generationMicros'>): number | null =>
  micros > 0 ? (generatedTokens * 1e6) / micros : null;
