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
 *             ├   caller, tags ← each that either knows; where they differ, who is nearer to the program; a task that is named
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
  mergeCaller(stored, incoming, merged as { ranks: EventRanks });
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

/**
 * Who is nearest to the program that called: its own log, then what it says of itself, and last the gateway, which sees
 * headers only.
 */
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
        .map(([key, inner]) => [key, sortKeys(inner)] as const)
        .sort(([x], [y]) => compareText(x, y))
    : value;

/** Something that a call was said to be for, and by whom. */
interface Told {
  readonly text: string;
  readonly by: Capture;
}

/** Each name by itself, with the rank of whoever gave it: the ledger keeps those that differ from the metered part's. */
const mergeCaller = (
  a: LedgerEvent,
  b: LedgerEvent,
  merged: { ranks: EventRanks; [field: string]: unknown },
): void => {
  const others: Record<string, Capture> = {};
  const take = (name: string, told: Told): string => {
    if (told.by !== merged.ranks.metered) others[name] = told.by;
    return told.text;
  };
  for (const field of CALLER_FIELDS) {
    const told = nearer(toldBy(a, field, a[field]), toldBy(b, field, b[field]), field === 'task');
    if (told !== undefined) merged[field] = take(field, told);
  }
  if (a.tags !== undefined || b.tags !== undefined) merged['tags'] = mergeTags(a, b, take);
  if (Object.keys(others).length > 0) merged.ranks = { ...merged.ranks, caller: others };
};

/** The tags of both; of too many those that come first by their names. */
const mergeTags = (
  a: LedgerEvent,
  b: LedgerEvent,
  take: (name: string, told: Told) => string,
): Readonly<Record<string, string>> => {
  const names = [...new Set([...Object.keys(a.tags ?? {}), ...Object.keys(b.tags ?? {})])].sort(compareText);
  // Only own names: a tag may be called as something that every object has.
  const toldOf = ({ tags = {}, ...event }: LedgerEvent, name: string): Told | undefined =>
    toldBy(event, tagRank(name), Object.hasOwn(tags, name) ? tags[name] : undefined);
  return Object.fromEntries(
    names
      .slice(0, MAX_CALL_TAGS)
      .map((name) => [name, take(tagRank(name), nearer(toldOf(a, name), toldOf(b, name))!)]),
  );
};

const tagRank = (name: string): string => `tag:${name}`;

const toldBy = (
  { ranks }: Pick<LedgerEvent, 'ranks'>,
  name: string,
  text: string | undefined,
): Told | undefined => (text === undefined ? undefined : { text, by: ranks.caller?.[name] ?? ranks.metered });

/** The id of a W3C trace stands for a task where none is named. */
const TRACE_ID = /^[0-9a-f]{32}$/;

/** Of two names the one by who is nearer to the program that called; of equals the first by its text. */
const nearer = (a: Told | undefined, b: Told | undefined, isTask = false): Told | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  const order =
    (isTask ? Number(TRACE_ID.test(b.text)) - Number(TRACE_ID.test(a.text)) : 0) ||
    ATTRIBUTION_ORDER.indexOf(a.by) - ATTRIBUTION_ORDER.indexOf(b.by) ||
    compareText(b.text, a.text);
  return order >= 0 ? a : b;
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
