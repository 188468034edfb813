import type { PricedEvent } from './priced-event.ts';
import { cacheWriteTokens, type TokenUsage } from './token-usage.ts';

/**
 * Cache lapses: what was cached was left alone for longer than it lives, and had to be written again.
 *
 *     use ──────── gap > time to live ────────▶ write
 *     cached = read + written                   lapsed = min(written, cached − read)
 *
 * Anthropic keeps a cached prefix for five minutes, or an hour where that was paid for, and each use starts that time
 * anew at no charge (https://platform.claude.com/docs/en/build-with-claude/prompt-caching). So the clock runs from the
 * last call that read or wrote: a call that did neither, such as one that failed, is no use. What was read in spite of
 * the gap did not lapse, and a conversation that merely grew by what it writes lost nothing.
 *
 * Calls form a chain where they can have a prefix in common: the same session, agent, provider and model. Without a
 * session there is no chain.
 */

export interface CacheUse {
  readonly startedAt: number;
  /** With its latency where that is known: a lapse is never counted for the time in which an answer was written. */
  readonly endedAt: number;
  /** Tokens of the prompt that were in the cache afterwards. */
  readonly cachedTokens: number;
  /** Of most of what it wrote; `undefined` where it only read. */
  readonly timeToLiveMs: number | undefined;
}

export interface CacheLapse {
  /** From the end of the use before to the start of the call that wrote again. */
  readonly gapMs: number;
  readonly lapsedTokens: number;
  /** A cache that lives for an hour would have kept it. */
  readonly isWithinHour: boolean;
}

type CachingCall = Pick<PricedEvent, 'startedAt' | 'latencyMs' | 'tokens'>;

export const HOUR_TO_LIVE_MS = 3_600_000;
const DEFAULT_TO_LIVE_MS = 300_000;
const HALF_DAY_TO_LIVE_MS = 43_200_000;

/** What a call did to the cache; `undefined` where it neither read nor wrote. */
export const cacheUseOf = ({ startedAt, latencyMs, tokens }: CachingCall): CacheUse | undefined => {
  const cachedTokens = (tokens.cacheRead ?? 0) + cacheWriteTokens(tokens);
  if (cachedTokens === 0) return undefined;
  return {
    startedAt,
    endedAt: startedAt + (latencyMs ?? 0),
    cachedTokens,
    timeToLiveMs: timeToLiveOf(tokens),
  };
};

/** How long most of the written tokens live, of equals the shorter; `undefined` where nothing was written. */
const timeToLiveOf = (tokens: TokenUsage): number | undefined => {
  const { cacheWrite1h = 0, cacheWrite12h = 0 } = tokens;
  const short = (tokens.cacheWrite5m ?? 0) + (tokens.cacheWrite ?? 0);
  const most = Math.max(short, cacheWrite1h, cacheWrite12h);
  if (most === 0) return undefined;
  if (short === most) return DEFAULT_TO_LIVE_MS;
  return cacheWrite1h === most ? HOUR_TO_LIVE_MS : HALF_DAY_TO_LIVE_MS;
};

/**
 * Whether what the use before had left in the cache lapsed before this call. Where that use only read, what this call
 * writes tells the time to live: programs choose one and keep to it.
 */
export const cacheLapseOf = (previous: CacheUse, call: CachingCall): CacheLapse | undefined => {
  const written = cacheWriteTokens(call.tokens);
  const gapMs = call.startedAt - previous.endedAt;
  if (written === 0 || gapMs <= DEFAULT_TO_LIVE_MS) return undefined;
  if (gapMs <= (previous.timeToLiveMs ?? timeToLiveOf(call.tokens)!)) return undefined;
  const lapsedTokens = Math.min(written, previous.cachedTokens - (call.tokens.cacheRead ?? 0));
  return lapsedTokens > 0 ? { gapMs, lapsedTokens, isWithinHour: gapMs <= HOUR_TO_LIVE_MS } : undefined;
};

type ChainedCall = CachingCall &
  Pick<PricedEvent, 'keys' | 'app' | 'session' | 'agent' | 'provider' | 'modelCanonical'>;

/** Names the chain of a call; `undefined` without a session. */
export const cacheChainOf = (call: ChainedCall): string | undefined =>
  call.session === undefined
    ? undefined
    : JSON.stringify([
        call.app ?? null,
        call.session,
        call.agent ?? null,
        call.provider,
        call.modelCanonical,
      ]);

/** Order of the calls of a chain: by time, then by their first key, so that any ledger has the same. */
export const compareInChain = (a: ChainedCall, b: ChainedCall): number =>
  a.startedAt - b.startedAt || (a.keys[0]! < b.keys[0]! ? -1 : a.keys[0] === b.keys[0] ? 0 : 1);

/**
 * The lapses among some calls, in any order; complete for those whose whole chains are among them (all calls of a
 * session, of any of its models and agents). For the timeline of a session.
 */
export const cacheLapses = <Call extends ChainedCall>(calls: Iterable<Call>): Map<Call, CacheLapse> => {
  const lapses = new Map<Call, CacheLapse>();
  const last = new Map<string, CacheUse>();
  for (const call of [...calls].sort(compareInChain)) {
    const chain = cacheChainOf(call);
    const use = cacheUseOf(call);
    if (chain === undefined || use === undefined) continue;
    const previous = last.get(chain);
    const lapse = previous && cacheLapseOf(previous, call);
    if (lapse !== undefined) lapses.set(call, lapse);
    last.set(chain, use);
  }
  return lapses;
};
