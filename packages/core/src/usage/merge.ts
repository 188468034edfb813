import { MAX_CALL_TAGS } from '../interchange/call-json.ts';
import { isDeepEqual } from './deep-equal.ts';
import type { EventRanks, LedgerEvent, PricedEvent } from './priced-event.ts';
import { totalTokens } from './token-usage.ts';
import {
  ATTRIBUTION_FIELDS,
  CALLER_FIELDS,
  CAPTURES,
  type Capture,
  CONFIDENCES,
  METERED_FIELDS,
  REQUEST_FIELDS,
} from './usage-event.ts';

/**
 * Merging two copies of one call (design §4 "Identity and merging").
 *
 *     copy A ─┐   metered      ← the stronger witness, then the larger output     (with its cost)
 *     copy B ─┤   attribution  ← an agent's own log first, then the older session
 *             │   request      ← the stronger witness
 *             ├   caller, tags ← each that either knows; where they differ, the first by its text
 *             └   startedAt    ← the earlier;  keys ← the union
 *
 * Each part is taken whole by a total order, and of the caller each field by itself, so merging is commutative,
 * associative and idempotent: any order and any repetition of imports gives the same call. The orders compare only what a
 * part or a field holds and its rank.
 */
export const mergeEvents = (stored: LedgerEvent, incoming: LedgerEvent): LedgerEvent => {
  const metered = compareMetered(incoming, stored) > 0 ? incoming : stored;
  const attribution = compareAttribution(incoming, stored) > 0 ? incoming : stored;
  const request = compareRequest(incoming, stored) > 0 ? incoming : stored;
  const merged: Record<string, unknown> = {
    keys: unionKeys(stored.keys, incoming.keys),
    startedAt: Math.min(stored.startedAt, incoming.startedAt),
    source: metered.source,
    capture: metered.capture,
    cost: metered.cost,
    modelCanonical: metered.modelCanonical,
    ranks: {
      metered: metered.ranks.metered,
      meteredStartedAt: metered.ranks.meteredStartedAt,
      attribution: attribution.ranks.attribution,
      attributionOriginAt: attribution.ranks.attributionOriginAt,
      request: request.ranks.request,
    } satisfies EventRanks,
  };
  copyFields(metered, METERED_FIELDS, merged);
  copyFields(attribution, ATTRIBUTION_FIELDS, merged);
  copyFields(request, REQUEST_FIELDS, merged);
  for (const field of CALLER_FIELDS) {
    const name = firstOf(stored[field], incoming[field]);
    if (name !== undefined) merged[field] = name;
  }
  const tags = mergeTags(stored.tags, incoming.tags);
  if (tags !== undefined) merged['tags'] = tags;
  return merged as unknown as LedgerEvent;
};

/** A first sighting as the ledger holds it. */
export const toLedgerEvent = (event: PricedEvent): LedgerEvent => {
  const { originAt: _, ...rest } = event;
  return { ...rest, keys: unionKeys(event.keys, []), ranks: firstRanks(event) };
};

/** The ranks of a first sighting: it gave all of its parts itself. */
export const firstRanks = ({ capture, startedAt, originAt }: PricedEvent): EventRanks => ({
  metered: capture,
  meteredStartedAt: startedAt,
  attribution: capture,
  attributionOriginAt: originAt ?? startedAt,
  request: capture,
});

/** Whether a merge changed nothing, so that the ledger need not be written. */
export const sameLedgerEvent = (a: LedgerEvent, b: LedgerEvent): boolean => isDeepEqual(a, b);

/** Positive when `a` is the better version of the numbers; 0 when the two say the same. */
const compareMetered = (a: LedgerEvent, b: LedgerEvent): number =>
  captureRank(a.ranks.metered) - captureRank(b.ranks.metered) ||
  (a.tokens.output ?? 0) - (b.tokens.output ?? 0) ||
  totalTokens(a.tokens) - totalTokens(b.tokens) ||
  CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence) ||
  b.ranks.meteredStartedAt - a.ranks.meteredStartedAt ||
  compareCanonical(a, b, METERED_FIELDS) ||
  compareText(b.source, a.source);

/** Agents' logs know project and session best, the gateway least (it sees headers only). */
const ATTRIBUTION_ORDER: readonly Capture[] = ['copy', 'gateway', 'otel', 'import', 'ingest', 'sdk', 'log'];

const compareAttribution = (a: LedgerEvent, b: LedgerEvent): number =>
  Number(hasAny(a, ATTRIBUTION_FIELDS)) - Number(hasAny(b, ATTRIBUTION_FIELDS)) ||
  ATTRIBUTION_ORDER.indexOf(a.ranks.attribution) - ATTRIBUTION_ORDER.indexOf(b.ranks.attribution) ||
  b.ranks.attributionOriginAt - a.ranks.attributionOriginAt ||
  compareCanonical(a, b, ATTRIBUTION_FIELDS);

const compareRequest = (a: LedgerEvent, b: LedgerEvent): number =>
  Number(hasAny(a, REQUEST_FIELDS)) - Number(hasAny(b, REQUEST_FIELDS)) ||
  captureRank(a.ranks.request) - captureRank(b.ranks.request) ||
  compareCanonical(a, b, REQUEST_FIELDS);

const captureRank = (capture: Capture): number => CAPTURES.indexOf(capture);

const hasAny = (event: LedgerEvent, fields: readonly (keyof LedgerEvent)[]): boolean =>
  fields.some((field) => event[field] !== undefined);

/** A last, arbitrary but total order, so that ties never depend on who came first. */
const compareCanonical = (a: LedgerEvent, b: LedgerEvent, fields: readonly (keyof LedgerEvent)[]): number => {
  if (fields.every((field) => isDeepEqual(a[field], b[field]))) return 0;
  return compareText(canonical(b, fields), canonical(a, fields));
};

const canonical = (event: LedgerEvent, fields: readonly (keyof LedgerEvent)[]): string =>
  JSON.stringify(fields.map((field) => sortKeys(event[field]) ?? null));

const sortKeys = (value: unknown): unknown =>
  value !== null && typeof value === 'object'
    ? Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .sort(([x], [y]) => compareText(x, y))
    : value;

/** One of two names that a call was given, whichever road came first. */
const firstOf = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && compareText(b, a) < 0) ? b : a;

type Tags = PricedEvent['tags'];

/** The tags of both; of too many those that come first by their names. */
const mergeTags = (a: Tags, b: Tags): Tags => {
  if (a === undefined || b === undefined) return a ?? b;
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(compareText);
  // Only own names: a tag may be called as something that every object has.
  const of = (tags: Readonly<Record<string, string>>, name: string): string | undefined =>
    Object.hasOwn(tags, name) ? tags[name] : undefined;
  return Object.fromEntries(
    names.slice(0, MAX_CALL_TAGS).map((name) => [name, firstOf(of(a, name), of(b, name))!]),
  );
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const unionKeys = (a: readonly string[], b: readonly string[]): readonly string[] =>
  [...new Set([...a, ...b])].sort(compareText);

const copyFields = (
  from: LedgerEvent,
  fields: readonly (keyof LedgerEvent)[],
  to: Record<string, unknown>,
): void => {
  for (const field of fields) if (from[field] !== undefined) to[field] = from[field];
};
