import { type Cost, type PricedEvent, TOKEN_KINDS, type TokenUsage } from '@meterline/core';

/**
 * Priced calls on their way between threads. Cloning an object a call costs more than reading it from the log, so what
 * many calls have in common (session, project, model, price rule …) is sent once, as a template:
 *
 *     templates  ['{"app":"claude-code","session":…}', …]       texts, a few a message
 *     keys       ['anthropic:msg_01…', …]                       texts, in the order of the rows
 *     rows       [template, keys, startedAt, …, tokens …]       numbers, ROW_LENGTH of them a call; NaN: not reported
 */
export interface PackedEvents {
  readonly templates: readonly string[];
  readonly keys: readonly string[];
  readonly rows: Float64Array<ArrayBuffer>;
}

/** Numbers that differ from call to call. All other fields belong to the template. */
const EVENT_NUMBERS = [
  'startedAt',
  'originAt',
  'webSearches',
  'toolCalls',
  'reportedCostNanoUsd',
  'latencyMs',
  'timeToFirstTokenMs',
  'httpStatus',
  'attempt',
] as const satisfies readonly (keyof PricedEvent)[];

const COST_NUMBERS = [
  'listNanoUsd',
  'reportedNanoUsd',
  'billedNanoUsd',
  'cacheSavedNanoUsd',
  'cachePremiumNanoUsd',
] as const satisfies readonly (keyof Cost)[];

const HEAD_LENGTH = 2;
const ROW_LENGTH = HEAD_LENGTH + EVENT_NUMBERS.length + COST_NUMBERS.length + TOKEN_KINDS.length;

/** All other fields of a call and of its cost; a call that is alike in all of them has the same template. */
const EVENT_COMMON = [
  'source',
  'capture',
  'app',
  'machine',
  'project',
  'branch',
  'session',
  'parentSession',
  'task',
  'agent',
  'parentAgent',
  'channel',
  'cron',
  'user',
  'tenant',
  'feature',
  'environment',
  'apiKeyLabel',
  'tags',
  'quotas',
  'promptFingerprint',
  'provider',
  'model',
  'modelAnswered',
  'serviceTier',
  'batch',
  'speed',
  'region',
  'status',
  'errorType',
  'stopReason',
  'confidence',
  'inclusion',
  'modelCanonical',
] as const satisfies readonly (keyof PricedEvent)[];
const COST_COMMON = [
  'status',
  'priceRule',
  'matchedBy',
  'bookVersion',
  'confidence',
  'notes',
  'tier',
] as const satisfies readonly (keyof Cost)[];

/** Fails to compile when a field of a call or of a cost is in none of the lists. */
type Listed = {
  readonly event: Exclude<
    keyof PricedEvent,
    (typeof EVENT_NUMBERS)[number] | (typeof EVENT_COMMON)[number] | 'keys' | 'tokens' | 'cost'
  >;
  readonly cost: Exclude<keyof Cost, (typeof COST_NUMBERS)[number] | (typeof COST_COMMON)[number]>;
};
export const ALL_FIELDS_LISTED: Listed extends { readonly event: never; readonly cost: never }
  ? true
  : never = true;

export const packEvents = (events: readonly PricedEvent[]): PackedEvents => {
  const rows = new Float64Array(events.length * ROW_LENGTH);
  const templates = new TemplateList();
  const keys: string[] = [];
  let at = 0;
  for (const event of events) {
    rows[at++] = templates.numberOf(event);
    rows[at++] = event.keys.length;
    for (const key of event.keys) keys.push(key);
    packNumbers(event, event.cost, rows, at);
    at += EVENT_NUMBERS.length + COST_NUMBERS.length;
    packTokens(event.tokens, rows, at);
    at += TOKEN_KINDS.length;
  }
  return { templates: templates.texts(), keys, rows };
};

/** In the order of the two lists. By name, since a loop over them takes three times as long; so below. */
const packNumbers = (event: PricedEvent, cost: Cost, rows: Float64Array, at: number): void => {
  rows[at] = event.startedAt;
  rows[at + 1] = event.originAt ?? Number.NaN;
  rows[at + 2] = event.webSearches ?? Number.NaN;
  rows[at + 3] = event.toolCalls ?? Number.NaN;
  rows[at + 4] = event.reportedCostNanoUsd ?? Number.NaN;
  rows[at + 5] = event.latencyMs ?? Number.NaN;
  rows[at + 6] = event.timeToFirstTokenMs ?? Number.NaN;
  rows[at + 7] = event.httpStatus ?? Number.NaN;
  rows[at + 8] = event.attempt ?? Number.NaN;
  rows[at + 9] = cost.listNanoUsd ?? Number.NaN;
  rows[at + 10] = cost.reportedNanoUsd ?? Number.NaN;
  rows[at + 11] = cost.billedNanoUsd ?? Number.NaN;
  rows[at + 12] = cost.cacheSavedNanoUsd ?? Number.NaN;
  rows[at + 13] = cost.cachePremiumNanoUsd ?? Number.NaN;
};

/** In the order of `TOKEN_KINDS`. */
const packTokens = (tokens: TokenUsage, rows: Float64Array, at: number): void => {
  rows[at] = tokens.input ?? Number.NaN;
  rows[at + 1] = tokens.cacheRead ?? Number.NaN;
  rows[at + 2] = tokens.cacheWrite5m ?? Number.NaN;
  rows[at + 3] = tokens.cacheWrite1h ?? Number.NaN;
  rows[at + 4] = tokens.cacheWrite12h ?? Number.NaN;
  rows[at + 5] = tokens.cacheWrite ?? Number.NaN;
  rows[at + 6] = tokens.inputAudio ?? Number.NaN;
  rows[at + 7] = tokens.outputAudio ?? Number.NaN;
  rows[at + 8] = tokens.inputImage ?? Number.NaN;
  rows[at + 9] = tokens.outputImage ?? Number.NaN;
  rows[at + 10] = tokens.output ?? Number.NaN;
  rows[at + 11] = tokens.reasoning ?? Number.NaN;
};

/** How many of the latest templates a call is compared with before its text is made: stop reasons alternate. */
const RECENT_TEMPLATES = 6;

class TemplateList {
  readonly #numbers = new Map<string, number>();
  readonly #recent: { readonly event: PricedEvent; readonly number: number }[] = [];

  numberOf(event: PricedEvent): number {
    for (const recent of this.#recent) if (alike(recent.event, event)) return recent.number;
    const text = templateText(event);
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    this.#recent.unshift({ event, number });
    if (this.#recent.length > RECENT_TEMPLATES) this.#recent.pop();
    return number;
  }

  texts(): readonly string[] {
    return [...this.#numbers.keys()];
  }
}

/**
 * Field by field and by name, since a loop over the lists takes three times as long: what differs most often between
 * neighbours comes first. Tags, quotas and notes are compared by identity only: a miss costs a text, never a wrong template.
 * `test/workers.test.ts` changes each listed field in turn.
 */
const alike = (a: PricedEvent, b: PricedEvent): boolean =>
  a.stopReason === b.stopReason &&
  a.session === b.session &&
  a.model === b.model &&
  alikeInCost(a.cost, b.cost) &&
  a.confidence === b.confidence &&
  a.status === b.status &&
  a.branch === b.branch &&
  a.agent === b.agent &&
  a.speed === b.speed &&
  a.serviceTier === b.serviceTier &&
  a.batch === b.batch &&
  a.region === b.region &&
  a.modelAnswered === b.modelAnswered &&
  a.modelCanonical === b.modelCanonical &&
  a.provider === b.provider &&
  a.source === b.source &&
  a.capture === b.capture &&
  a.app === b.app &&
  a.machine === b.machine &&
  a.project === b.project &&
  a.parentSession === b.parentSession &&
  a.parentAgent === b.parentAgent &&
  a.task === b.task &&
  a.channel === b.channel &&
  a.cron === b.cron &&
  a.user === b.user &&
  a.tenant === b.tenant &&
  a.feature === b.feature &&
  a.environment === b.environment &&
  a.apiKeyLabel === b.apiKeyLabel &&
  a.tags === b.tags &&
  a.quotas === b.quotas &&
  a.promptFingerprint === b.promptFingerprint &&
  a.errorType === b.errorType &&
  a.inclusion === b.inclusion;

const alikeInCost = (a: Cost, b: Cost): boolean =>
  a.priceRule === b.priceRule &&
  a.tier === b.tier &&
  a.status === b.status &&
  a.confidence === b.confidence &&
  a.notes === b.notes &&
  a.matchedBy === b.matchedBy &&
  a.bookVersion === b.bookVersion;

const templateText = (event: PricedEvent): string => {
  const common: Record<string, unknown> = {};
  for (const name of EVENT_COMMON) common[name] = event[name];
  const cost: Record<string, unknown> = {};
  for (const name of COST_COMMON) cost[name] = event.cost[name];
  return JSON.stringify({ ...common, cost });
};

type Template = Omit<PricedEvent, 'keys' | 'tokens' | 'startedAt' | 'cost'> & { readonly cost: Cost };

export const unpackEvents = ({ templates: texts, keys, rows }: PackedEvents): PricedEvent[] => {
  const templates = texts.map((text) => JSON.parse(text) as Template);
  const events: PricedEvent[] = [];
  let key = 0;
  for (let row = 0; row < rows.length; row += ROW_LENGTH) {
    const template = templates[rows[row]!]!;
    const end = key + rows[row + 1]!;
    const event: Record<string, unknown> = { ...template, keys: keys.slice(key, end) };
    key = end;
    let at = readNumbers(event, EVENT_NUMBERS, rows, row + HEAD_LENGTH);
    const cost = { ...template.cost } as Record<string, unknown>;
    // A cost that is not known is there and says so; other fields that nobody reported are absent.
    for (const name of COST_NUMBERS) cost[name] = numberOrUndefined(rows[at++]!);
    const tokens: Partial<Record<keyof TokenUsage, unknown>> = {};
    at = readNumbers(tokens, TOKEN_KINDS, rows, at);
    event.cost = cost;
    event.tokens = tokens;
    events.push(event as unknown as PricedEvent);
  }
  return events;
};

const readNumbers = (
  into: Record<string, unknown>,
  names: readonly string[],
  rows: Float64Array,
  from: number,
): number => {
  let at = from;
  for (const name of names) {
    const value = rows[at++]!;
    if (!Number.isNaN(value)) into[name] = value;
  }
  return at;
};

const numberOrUndefined = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);
