import type { QuotaSnapshot } from '../gateway.ts';
import type { Upstream } from '../upstream.ts';
import { headerOf } from './forward-headers.ts';

/** What the answer's headers say is left of the provider's limits. */
export const quotaOf = (upstream: Upstream, raw: readonly Buffer[], at: number): readonly QuotaSnapshot[] => {
  const byName = new Map<string, { -readonly [K in keyof QuotaSnapshot]: QuotaSnapshot[K] }>();
  for (const { header, quota, field } of upstream.quotaHeaders) {
    const text = headerOf(raw, header);
    const value = field === 'resetAt' ? instantOf(text, at) : numberOf(text);
    if (value === undefined) continue;
    const snapshot = byName.get(quota) ?? { provider: upstream.provider, quota, at };
    snapshot[field] = value;
    byName.set(quota, snapshot);
  }
  return [...byName.values()];
};

const numberOf = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);

const DURATION = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/;

/** An instant (Anthropic), a span such as `6m0s` or `20ms` (OpenAI), or seconds. */
const instantOf = (text: string, at: number): number | undefined => {
  if (text === '') return undefined;
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
