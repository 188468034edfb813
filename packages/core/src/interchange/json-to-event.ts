import type { IssueCode } from '../ledger/ledger-facts.ts';
import { TOKEN_KINDS, type TokenKind, type TokenUsage } from '../usage/token-usage.ts';
import { CALL_STATUSES, type CallStatus, type Capture, type UsageEvent } from '../usage/usage-event.ts';
import { CALL_TEXT_FIELDS } from './call-json.ts';
import { callToJson } from './call-to-json.ts';
import {
  type FieldReader,
  isAbsent,
  isRecord,
  type OnIssue,
  own,
  readBoolean,
  readCount,
  readDuration,
  readTags,
  readText,
  readUsd,
  readWord,
  textOf,
  type Values,
} from './field-readers.ts';
import { isExportedId, keyOfId } from './identity.ts';
import { instantOf } from './instant.ts';
import { readQuotas } from './read-quotas.ts';

/** How the door through which a call came in wants it marked. */
export interface Intake {
  /** Id of the source, and who saw the call. */
  readonly source: string;
  readonly capture: Capture;
  /** The sender saw the call itself: one without counts is a call whose counts nobody said. */
  readonly mayLackCounts?: boolean;
  /** Makes the identity key of a call that has no id, from its whole content as canonical JSON. */
  readonly contentKey: (content: string) => string;
  /** Told about each value that could not be used; `detail` is the field's name, as in `tokens.input`. */
  readonly onIssue: OnIssue;
  /** Told about each key that the shape does not have; `unnamed` where the key is no plain name. */
  readonly onUnknown: (key: string) => void;
}

/**
 * Reads one call in Meterline's own JSON (`CallJson`). A bad optional value is reported and left out; a call without a
 * readable time, provider, model or any count (unless it failed), or with an unusable id, is reported and refused (`undefined`). `cost` is
 * passed over, since a ledger prices for itself. Pure; never throws, whatever the value is.
 */
export const jsonToEvent = (value: unknown, intake: Intake): UsageEvent | undefined => {
  if (!isRecord(value)) return refuse(intake.onIssue, 'BAD_FIELD', 'line');
  const optional = readOptional(value, intake);
  const required = readRequired(value, intake);
  if (required === undefined) return undefined;
  const { source, capture } = intake;
  return withKey(
    own(value, 'id'),
    { ...required, ...optional, source, capture, confidence: 'exact' },
    intake,
  );
};

type Unkeyed = Omit<UsageEvent, 'keys'>;

const withKey = (id: unknown, event: Unkeyed, intake: Intake): UsageEvent | undefined => {
  if (isAbsent(id)) {
    const content = JSON.stringify(callToJson({ keys: [], ...event }));
    return { keys: [intake.contentKey(content)], ...event };
  }
  const key = keyOfId(id);
  if (key === undefined) return refuse(intake.onIssue, 'BAD_FIELD', 'id');
  return isExportedId(id) ? { keys: [key], ...event, ...AS_COPY } : { keys: [key], ...event };
};

/**
 * A call out of a ledger's export is a copy that knows less than its original (no branch, no parent session, not how sure
 * the counts are). It ranks below every other sight of the call, so that importing an export into its own ledger
 * changes nothing, and the agent's own log takes over where it arrives later.
 */
const AS_COPY = { capture: 'copy', confidence: 'reconciled' } as const;

type Required = Pick<UsageEvent, 'startedAt' | 'provider' | 'model' | 'tokens' | 'status'>;

const readRequired = (call: Values, intake: Intake): Required | undefined => {
  const { onIssue } = intake;
  const startedAt = instantOf(own(call, 'time'));
  if (startedAt === undefined) return refuse(onIssue, 'BAD_TIMESTAMP', 'time');
  const provider = textOf(own(call, 'provider'));
  if (provider === undefined) return refuse(onIssue, 'BAD_FIELD', 'provider');
  const model = textOf(own(call, 'model'));
  if (model === undefined) return refuse(onIssue, 'MISSING_MODEL', 'model');
  const status = readStatus(own(call, 'status'), onIssue);
  const tokens = readTokens(own(call, 'tokens'), intake);
  // A call that failed may have no counts; one of an export was taken for a call before.
  const mayLackCounts = intake.mayLackCounts === true || status !== 'ok' || isExportedId(own(call, 'id'));
  if (tokens === undefined || (isEmpty(tokens) && !mayLackCounts))
    return refuse(onIssue, 'BAD_FIELD', 'tokens');
  return { startedAt, provider, model, tokens, status };
};

const refuse = (onIssue: OnIssue, code: IssueCode, field: string): undefined => {
  onIssue(code, field);
};

const KINDS: ReadonlySet<string> = new Set(TOKEN_KINDS);

const readTokens = (value: unknown, { onIssue, onUnknown }: Intake): TokenUsage | undefined => {
  if (!isRecord(value)) return undefined;
  const tokens: { -readonly [K in TokenKind]?: number } = {};
  for (const [kind, given] of Object.entries(value)) {
    if (!KINDS.has(kind)) onUnknown(`tokens.${nameOfKey(kind)}`);
    else if (!isAbsent(given)) {
      const count = readCount(given, `tokens.${kind}`, onIssue);
      if (count !== undefined) tokens[kind as TokenKind] = count;
    }
  }
  if (tokens.reasoning !== undefined && tokens.reasoning > (tokens.output ?? 0)) {
    // `reasoning` is a part of `output`; one that is larger than the whole cannot be believed.
    onIssue('COUNTS_DISAGREE', 'tokens.reasoning');
    delete tokens.reasoning;
  }
  return tokens;
};

const isEmpty = (tokens: TokenUsage): boolean => Object.keys(tokens).length === 0;

const readStatus = (value: unknown, onIssue: OnIssue): CallStatus => {
  const status = CALL_STATUSES.find((known) => known === value);
  if (status === undefined && !isAbsent(value)) onIssue('BAD_FIELD', 'status');
  return status ?? 'ok';
};

/** Field of the shape → field of the event, and how its value is read. */
const OPTIONAL: ReadonlyMap<string, readonly [keyof UsageEvent, FieldReader]> = new Map<
  string,
  readonly [keyof UsageEvent, FieldReader]
>([
  ...CALL_TEXT_FIELDS.map((name) => [name, [name, readText]] as const),
  ['errorType', ['errorType', readWord]],
  ['stopReason', ['stopReason', readWord]],
  ['webSearches', ['webSearches', readCount]],
  ['toolCalls', ['toolCalls', readCount]],
  ['attempt', ['attempt', readCount]],
  ['batch', ['batch', readBoolean]],
  ['reportedCostUsd', ['reportedCostNanoUsd', readUsd]],
  ['tags', ['tags', readTags]],
  ['latencyMs', ['latencyMs', readDuration]],
  ['timeToFirstTokenMs', ['timeToFirstTokenMs', readDuration]],
  ['quotas', ['quotas', readQuotas]],
]);

/** Read elsewhere, or passed over. */
const NOT_OPTIONAL: ReadonlySet<string> = new Set([
  'id',
  'time',
  'provider',
  'model',
  'tokens',
  'status',
  'cost',
]);

const readOptional = (call: Values, { onIssue, onUnknown }: Intake): Partial<UsageEvent> => {
  const fields: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(call)) {
    const known = OPTIONAL.get(name);
    if (known === undefined) {
      if (!NOT_OPTIONAL.has(name)) onUnknown(nameOfKey(name));
    } else if (!isAbsent(given)) {
      const [field, read] = known;
      const value = read(given, name, onIssue);
      if (value !== undefined) fields[field] = value;
    }
  }
  return fields;
};

/** Only a name-like key is repeated: another could be anything. */
const nameOfKey = (key: string): string => (/^[A-Za-z_][\w.-]{0,39}$/.test(key) ? key : 'unnamed');
