import { formatUsdExact, type NanoUsd } from '../money/nano-usd.ts';
import type { Cost } from '../price/cost.ts';
import type { Quota } from '../usage/quota.ts';
import { TOKEN_KINDS, type TokenUsage } from '../usage/token-usage.ts';
import type { UsageEvent } from '../usage/usage-event.ts';
import { CALL_FIELDS, type CallJson, type CostJson, type QuotaJson } from './call-json.ts';
import { idOfKeys } from './identity.ts';

/** A call to write out: an event, or what the ledger holds of it, with its cost. */
export type ExportableCall = UsageEvent & { readonly cost?: Cost };

/**
 * A call in Meterline's own JSON, keys in the order of `CALL_FIELDS`. The number of each amount prints as its exact
 * shortest decimal; what is not known is left out. Reading it back gives the same call under the same identity.
 */
export const callToJson = (call: ExportableCall): CallJson => {
  const derived: Record<string, unknown> = {
    id: idOfKeys(call.keys),
    time: new Date(call.startedAt).toISOString(),
    tokens: tokensInOrder(call.tokens),
    reportedCostUsd: usdNumber(call.reportedCostNanoUsd),
    tags: sortedTags(call.tags),
    quotas: call.quotas?.map(quotaToJson),
    cost: call.cost && costToJson(call.cost),
  };
  const fields = call as unknown as Readonly<Record<string, unknown>>;
  return known(CALL_FIELDS.map((field) => [field, field in derived ? derived[field] : fields[field]]));
};

/** `resetAt` as an instant in text, as all times of the shape. */
export const quotaToJson = ({ kind, limit, remaining, resetAt }: Quota): QuotaJson =>
  known([
    ['kind', kind],
    ['limit', limit],
    ['remaining', remaining],
    ['resetAt', resetAt === undefined ? undefined : new Date(resetAt).toISOString()],
  ]);

const costToJson = (cost: Cost): CostJson =>
  known([
    ['status', cost.status],
    ['listUsd', usdNumber(cost.listNanoUsd)],
    ['billedUsd', usdNumber(cost.billedNanoUsd)],
    ['reportedUsd', usdNumber(cost.reportedNanoUsd)],
    ['cacheSavedUsd', usdNumber(cost.cacheSavedNanoUsd)],
    ['cachePremiumUsd', usdNumber(cost.cachePremiumNanoUsd)],
    ['priceRule', cost.priceRule],
    ['matchedBy', cost.matchedBy],
  ]);

/** Integer nano-USD → the JSON number whose shortest decimal is exactly that amount (below 8 million USD). */
export const usdNumber = (nanoUsd: NanoUsd | undefined): number | undefined =>
  nanoUsd === undefined ? undefined : Number(formatUsdExact(nanoUsd));

const tokensInOrder = (tokens: TokenUsage): TokenUsage =>
  known(TOKEN_KINDS.map((kind) => [kind, tokens[kind]]));

const sortedTags = (tags: UsageEvent['tags']): UsageEvent['tags'] | undefined => {
  const entries = Object.entries(tags ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

const known = <T>(entries: readonly (readonly [string, unknown])[]): T =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
