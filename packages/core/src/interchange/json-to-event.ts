import type { IssueCode } from '../ledger/ledger-facts.ts';
import { parseUsd } from '../money/nano-usd.ts';
import { TOKEN_KINDS, type TokenKind, type TokenUsage } from '../usage/token-usage.ts';
import { CALL_STATUSES, type CallStatus, type Capture, type UsageEvent } from '../usage/usage-event.ts';
import {
  CALL_FIELDS,
  CALL_TEXT_FIELDS,
  MAX_CALL_COST_USD,
  MAX_CALL_COUNT,
  MAX_CALL_DURATION_MS,
  MAX_CALL_TAGS,
  MAX_CALL_TEXT_LENGTH,
  MAX_TAG_KEY_LENGTH,
} from './call-json.ts';
import { callToJson } from './call-to-json.ts';
import { isExportedId, keyOfId } from './identity.ts';
import { instantOf } from './instant.ts';

/** How the door through which a call came in wants it marked. */
export interface Intake {
  /** Id of the source, and who saw the call. */
  readonly source: string;
  readonly capture: Capture;
  /** Makes the identity key of a call that has no id, from its whole content as canonical JSON. */
  contentKey(content: string): string;
  /** Told about each value that could not be used; `detail` is the field's name, as in `tokens.input`. */
  onIssue(code: IssueCode, detail: string): void;
  /** Told about each key that the shape does not have; `unnamed` where the key is no plain name. */
  onUnknown(key: string): void;
}

type Values = Readonly<Record<string, unknown>>;
type OnIssue = Intake['onIssue'];

/**
 * Reads one call in Meterline's own JSON (`CallJson`). A bad optional value is reported and left out; a call without a
 * readable id, time, provider, model or any count is reported and refused (`undefined`). `cost` is passed over, since a
 * ledger prices for itself. Pure; never throws, whatever the value is.
 */
export const jsonToEvent = (value: unknown, intake: Intake): UsageEvent | undefined => {
  if (!isRecord(value)) {
    intake.onIssue('BAD_FIELD', 'line');
    return undefined;
  }
  const call = own(value);
  reportUnknown(call, CALL_FIELDS, '', intake);
  const required = readRequired(call, intake);
  if (required === undefined) return undefined;
  const event = {
    ...required,
    ...readOptional(call, intake.onIssue),
    source: intake.source,
    capture: intake.capture,
    confidence: 'exact',
  } as const;
  return withKey(call.id, event, intake);
};

const withKey = (id: unknown, event: Omit<UsageEvent, 'keys'>, intake: Intake): UsageEvent | undefined => {
  if (isAbsent(id)) {
    const content = JSON.stringify(callToJson({ ...event, keys: [] }));
    return { keys: [intake.contentKey(content)], ...event };
  }
  const key = keyOfId(id);
  if (key === undefined) {
    intake.onIssue('BAD_FIELD', 'id');
    return undefined;
  }
  return isExportedId(id) ? { keys: [key], ...event, ...asCopy(event) } : { keys: [key], ...event };
};

/**
 * A call out of a ledger's export is a copy that knows less than its original (no branch, no parent session). It ranks
 * below every other sight of the same call, so that importing an export into its own ledger changes nothing, and the
 * agent's own log takes over where it arrives later.
 */
const asCopy = (event: Omit<UsageEvent, 'keys'>) =>
  ({ capture: 'log', confidence: 'reconciled', originAt: event.startedAt + 1 }) as const;

type Required = Pick<UsageEvent, 'startedAt' | 'provider' | 'model' | 'tokens' | 'status'>;

const readRequired = (call: Values, intake: Intake): Required | undefined => {
  const { onIssue } = intake;
  const startedAt = instantOf(call.time);
  if (startedAt === undefined) return refuse(onIssue, 'BAD_TIMESTAMP', 'time');
  const provider = textOf(call.provider);
  if (provider === undefined) return refuse(onIssue, 'BAD_FIELD', 'provider');
  const model = textOf(call.model);
  if (model === undefined) return refuse(onIssue, 'MISSING_MODEL', 'model');
  const tokens = readTokens(call.tokens, intake);
  if (tokens === undefined) return refuse(onIssue, 'BAD_FIELD', 'tokens');
  return { startedAt, provider, model, tokens, status: readStatus(call.status, onIssue) };
};

const refuse = (onIssue: OnIssue, code: IssueCode, field: string): undefined => {
  onIssue(code, field);
};

const readTokens = (value: unknown, intake: Intake): TokenUsage | undefined => {
  if (!isRecord(value)) return undefined;
  const { onIssue } = intake;
  const given = own(value);
  reportUnknown(given, TOKEN_KINDS, 'tokens.', intake);
  const tokens: { -readonly [K in TokenKind]?: number } = {};
  for (const kind of TOKEN_KINDS) {
    const count = readCount(given[kind], `tokens.${kind}`, onIssue);
    if (count !== undefined) tokens[kind] = count;
  }
  if (tokens.reasoning !== undefined && tokens.reasoning > (tokens.output ?? 0)) {
    // `reasoning` is a part of `output`; one that is larger than the whole cannot be believed.
    onIssue('COUNTS_DISAGREE', 'tokens.reasoning');
    delete tokens.reasoning;
  }
  return Object.keys(tokens).length === 0 ? undefined : tokens;
};

const readStatus = (value: unknown, onIssue: OnIssue): CallStatus => {
  const status = CALL_STATUSES.find((known) => known === value);
  if (status === undefined && !isAbsent(value)) onIssue('BAD_FIELD', 'status');
  return status ?? 'ok';
};

const readOptional = (call: Values, onIssue: OnIssue): Partial<UsageEvent> => {
  const fields: Record<string, unknown> = {
    webSearches: readCount(call.webSearches, 'webSearches', onIssue),
    batch: readBatch(call.batch, onIssue),
    reportedCostNanoUsd: readUsd(call.reportedCostUsd, onIssue),
    tags: readTags(call.tags, onIssue),
    latencyMs: readDuration(call.latencyMs, 'latencyMs', onIssue),
    timeToFirstTokenMs: readDuration(call.timeToFirstTokenMs, 'timeToFirstTokenMs', onIssue),
  };
  for (const name of CALL_TEXT_FIELDS) fields[name] = readText(call[name], name, onIssue);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
};

const readText = (value: unknown, name: string, onIssue: OnIssue): string | undefined => {
  if (isAbsent(value) || value === '') return undefined;
  const text = textOf(value);
  if (text === undefined) onIssue('BAD_FIELD', name);
  return text;
};

const readCount = (value: unknown, name: string, onIssue: OnIssue): number | undefined => {
  if (isAbsent(value)) return undefined;
  const count = numberOf(value);
  if (count !== undefined && Number.isInteger(count) && count >= 0 && count <= MAX_CALL_COUNT)
    return count + 0;
  onIssue('BAD_NUMBER', name);
  return undefined;
};

const readDuration = (value: unknown, name: string, onIssue: OnIssue): number | undefined => {
  if (isAbsent(value)) return undefined;
  const duration = numberOf(value);
  if (duration !== undefined && duration >= 0 && duration <= MAX_CALL_DURATION_MS)
    return Math.round(duration);
  onIssue('BAD_NUMBER', name);
  return undefined;
};

const readUsd = (value: unknown, onIssue: OnIssue): number | undefined => {
  if (isAbsent(value)) return undefined;
  const usd = numberOf(value);
  if (usd !== undefined && usd >= 0 && usd <= MAX_CALL_COST_USD) return parseUsd(value as number | string);
  onIssue('BAD_NUMBER', 'reportedCostUsd');
  return undefined;
};

const readBatch = (value: unknown, onIssue: OnIssue): boolean | undefined => {
  if (typeof value === 'boolean') return value;
  if (!isAbsent(value)) onIssue('BAD_FIELD', 'batch');
  return undefined;
};

const readTags = (value: unknown, onIssue: OnIssue): UsageEvent['tags'] | undefined => {
  if (isAbsent(value)) return undefined;
  const entries = isRecord(value) ? Object.entries(value) : [];
  const tags = entries.flatMap(([key, raw]) => {
    const text = textOf(typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : raw);
    const usable = text !== undefined && isTagKey(key);
    return usable ? [[key, text] as const] : [];
  });
  const kept = tags.slice(0, MAX_CALL_TAGS);
  if (!isRecord(value) || kept.length < entries.length) onIssue('BAD_FIELD', 'tags');
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
};

const isTagKey = (key: string): boolean =>
  key !== '__proto__' && key.length <= MAX_TAG_KEY_LENGTH && textOf(key) === key;

/** Reports keys that the shape does not have. Only a name-like key is repeated: another could be anything. */
const reportUnknown = (values: Values, known: readonly string[], prefix: string, intake: Intake): void => {
  for (const key of Object.keys(values)) {
    if (known.includes(key)) continue;
    intake.onUnknown(prefix + (/^[A-Za-z_][\w.-]{0,39}$/.test(key) ? key : 'unnamed'));
  }
};

/** A name as it is given; control characters, blank and over-long text make none. */
const textOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || value.length > MAX_CALL_TEXT_LENGTH) return undefined;
  const text = value.trim();
  return text === '' || /[\u0000-\u001f\u007f]/.test(text) ? undefined : text;
};

/** Numbers are taken as text too, but only as plain decimals: `Number` would read "0x10" and "". */
const DECIMAL = /^\s*\d+(\.\d+)?(e[+-]?\d{1,2})?\s*$/i;

const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own keys only, so that nothing is ever read off a prototype. */
const own = (value: Values): Values => Object.assign(Object.create(null) as object, value);
