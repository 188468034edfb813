import type { Quota, QuotaKind } from '@meterline/core';
import type { QuotaSnapshot } from '../gateway.ts';
import { MAX_RESET_AHEAD_MS } from '../limits.ts';
import type { Upstream } from '../upstream.ts';
import { headerOf } from './forward-headers.ts';

/** What the answer's headers say is left of the provider's limits: numbers only, each kind once. */
export const quotasIn = (
  { quotaHeaders }: Pick<Upstream, 'quotaHeaders'>,
  headers: readonly string[],
  at: number,
): readonly Quota[] => {
  const byKind = new Map<QuotaKind, { -readonly [K in keyof Quota]: Quota[K] }>();
  for (const { header, quota: kind, field } of quotaHeaders) {
    const text = headerOf(headers, header);
    if (text === '') continue;
    const value = field === 'resetAt' ? resetIn(text, at) : numberOf(text);
    if (value === undefined) continue;
    const quota = byKind.get(kind) ?? { kind };
    quota[field] = value;
    byKind.set(kind, quota);
  }
  return [...byKind.values()];
};

/** The same as the provider's word at that moment. */
export const snapshotsOf = (
  quotas: readonly Quota[],
  provider: string,
  at: number,
): readonly QuotaSnapshot[] => quotas.map(({ kind, ...said }) => ({ provider, quota: kind, ...said, at }));

/** Up to what an exported call may have. */
const numberOf = (text: string): number | undefined => (/^\d{1,12}$/.test(text) ? Number(text) : undefined);

/** No window is that long: another instant is none of a limit. */
const resetIn = (text: string, at: number): number | undefined => {
  const instant = instantOf(text, at);
  return instant !== undefined && Math.abs(instant - at) <= MAX_RESET_AHEAD_MS ? instant : undefined;
};

const DURATION = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/;

/** An instant (Anthropic), a span such as `6m0s` or `20ms` (OpenAI), or seconds. */
const instantOf = (text: string, at: number): number | undefined => {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(at + Number(text) * 1000);
  const match = DURATION.exec(text);
  if (match !== null) {
    const [, hours = 0, minutes = 0, seconds = 0, ms = 0] = match;
    return Math.round(
      at + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(ms),
    );
  }
  const instant = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
};
