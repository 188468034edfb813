import { responseKey } from '../provider-usage/response-key.ts';
import type { UsageEvent } from '../usage/usage-event.ts';
import {
  type FieldReader,
  isAbsent,
  own,
  readBoolean,
  readCount,
  readText,
  type Values,
} from './field-readers.ts';
import { type Intake, jsonToEvent } from './json-to-event.ts';
import { responseToEvent } from './response-to-event.ts';

/**
 * What a program that saw the call itself can say of it beside `CallJson`. Only ingest reads these; an export does not
 * write them.
 */
export interface WitnessJson {
  /** The provider's id of the answer. Where it is one of a kind it is the call's identity on every road. */
  readonly responseId?: string;
  /** Which part of the answer this is, as in `advisor:0`: another model's work that is billed beside it. */
  readonly part?: string;
  readonly modelAnswered?: string;
  readonly httpStatus?: number;
  /** From 1. */
  readonly attempt?: number;
  /** The counts are not the provider's last word: the answer broke off, or they fit no known arithmetic. */
  readonly estimated?: boolean;
}

type WitnessField = keyof WitnessJson;

const READERS: Readonly<Record<WitnessField, FieldReader>> = {
  responseId: readText,
  part: readText,
  modelAnswered: readText,
  httpStatus: readCount,
  attempt: readCount,
  estimated: readBoolean,
};
/** Every field of a witness. */
export const WITNESS_FIELDS = Object.keys(READERS) as readonly WitnessField[];

/**
 * A call that a program sends: as it knows it (`CallJson`), or as the provider's answer (`response`), with what a witness
 * knows besides. A bad value is reported and left out. Undefined, after an issue, where it is no call.
 */
export const sentToEvent = (value: unknown, intake: Intake): UsageEvent | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return jsonToEvent(value, intake);
  const item = value as Values;
  const rest = Object.fromEntries(
    Object.entries(item).filter(([name]) => !(WITNESS_FIELDS as readonly string[]).includes(name)),
  );
  const isAnswer = Object.hasOwn(item, 'response') && !Object.hasOwn(item, 'tokens');
  const event = isAnswer ? responseToEvent(rest, intake) : jsonToEvent(rest, intake);
  return event === undefined
    ? undefined
    : withWitness(event, witnessOf(item, intake), !isAbsent(own(item, 'id')));
};

const witnessOf = (item: Values, { onIssue }: Intake): WitnessJson => {
  const witness: Record<string, unknown> = {};
  for (const name of WITNESS_FIELDS) {
    const given = own(item, name);
    const read = isAbsent(given) ? undefined : READERS[name](given, name, onIssue);
    if (read !== undefined) witness[name] = read;
  }
  return witness;
};

const withWitness = (event: UsageEvent, witness: WitnessJson, hasId: boolean): UsageEvent => {
  const { responseId, part, estimated, modelAnswered, ...facts } = witness;
  const said = responseKey(responseId);
  const key = said === undefined ? [] : [part === undefined ? said : `${said}:${part}`];
  // Without an id the key was made of the content: the provider's own is better. With one, either proves the call.
  const keys = hasId ? [...new Set([...key, ...event.keys])] : key.length > 0 ? key : event.keys;
  return {
    ...event,
    keys,
    ...facts,
    ...(modelAnswered === undefined || modelAnswered === event.model ? {} : { modelAnswered }),
    ...(estimated === true ? { confidence: 'estimated' as const } : {}),
  };
};
