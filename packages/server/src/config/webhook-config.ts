import { type Filter, parseDimension, parseFilter } from '@meterline/core';

/** Where news of calls is sent. A secret is named by its environment variable and stands in no file. */
export interface WebhookConfig {
  readonly url: string;
  /** Environment variable with one `whsec_…`, or while it is changed with several, blanks between. */
  readonly secretEnv: string;
  readonly events: WebhookEvents;
  /** Of rollups. */
  readonly every: WebhookEvery;
  /** Dimensions of rollups. */
  readonly by: readonly string[];
  /** Filters as people write them: `app=codex`. */
  readonly where: readonly string[];
  /** Instant in ISO 8601: calls since then, also those that were recorded before the webhook was added. */
  readonly since?: string;
  /** Plain http to another machine. */
  readonly allowHttp: boolean;
}

export const WEBHOOK_EVENTS = ['calls', 'rollups'] as const;
export type WebhookEvents = (typeof WEBHOOK_EVENTS)[number];

export const WEBHOOK_EVERY = ['1m', '5m', '15m', '1h', '1d'] as const;
export type WebhookEvery = (typeof WEBHOOK_EVERY)[number];

/** Webhooks of one data folder. */
export const MAX_WEBHOOKS = 32;
/** Dimensions, and filters, of one webhook. */
const MAX_PARTS = 8;

const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/i;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/** With its zone: whoever reads the file elsewhere means the same moment. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

const isOneOf = (choices: readonly string[], value: unknown): boolean => choices.includes(value as string);
const isListOf = (value: unknown, holds: (text: string) => boolean): boolean =>
  Array.isArray(value) &&
  value.length <= MAX_PARTS &&
  value.every((one) => typeof one === 'string' && holds(one));

/** Whether a value of a key `webhooks.*.KEY` can be used by itself. */
export const isWebhookValue = (key: string, value: unknown): boolean => {
  if (key === 'url') return typeof value === 'string' && isSendable(value);
  if (key === 'secretEnv') return typeof value === 'string' && VARIABLE.test(value);
  if (key === 'events') return isOneOf(WEBHOOK_EVENTS, value);
  if (key === 'every') return isOneOf(WEBHOOK_EVERY, value);
  if (key === 'by') return isListOf(value, (text) => parseDimension(text).ok);
  if (key === 'where') return isListOf(value, (text) => parseFilter(text).ok);
  return (
    key === 'since' && typeof value === 'string' && INSTANT.test(value) && Number.isFinite(Date.parse(value))
  );
};

/** Names and passwords would stand in lists of webhooks. */
const isSendable = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.hash === '';
};

export interface WebhookProblem {
  readonly path: readonly string[];
  readonly message: string;
  readonly hint?: string;
}

/** What is wrong with webhooks as wholes: names, what is missing, and where they lead. */
export const webhookProblems = (
  tables: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): readonly WebhookProblem[] => {
  const problems: WebhookProblem[] = [];
  for (const [name, table] of tables) {
    const path = ['webhooks', name];
    const add = (message: string, hint?: string): void =>
      void problems.push({ path, message, ...(hint === undefined ? {} : { hint }) });
    if (!NAME.test(name)) add(`webhooks.${name}: a name has 1 to 64 letters, digits, _ and -.`);
    for (const key of ['url', 'secretEnv'])
      if (table[key] === undefined) add(`webhooks.${name} needs ${key}.`, HINTS[key]);
    if (isPlainHttp(table['url']) && table['allowHttp'] !== true)
      add(
        `webhooks.${name}.url is plain http to another machine: whoever sits on the way could read what is sent.`,
        'Use https; or, inside a network that you trust, add allowHttp = true.',
      );
  }
  if (tables.size > MAX_WEBHOOKS)
    problems.push({
      path: ['webhooks'],
      message: `There are ${tables.size} webhooks; at most ${MAX_WEBHOOKS} can be.`,
    });
  return problems;
};

const HINTS: Readonly<Record<string, string>> = {
  url: 'For example url = "https://example.com/hooks/meterline".',
  secretEnv: 'For example secretEnv = "METERLINE_WEBHOOK_SECRET": the secret itself stands in no file.',
};

const isPlainHttp = (value: unknown): boolean => {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url?.protocol === 'http:' && !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
};

/** A valid table with every default filled in. */
export const webhookOf = (table: Readonly<Record<string, unknown>>): WebhookConfig => ({
  events: 'calls',
  every: '1h',
  by: [],
  where: [],
  allowHttp: false,
  ...(table as Pick<WebhookConfig, 'url' | 'secretEnv'>),
});

/** Filters that have passed validation. */
export const filtersOf = ({ where }: Pick<WebhookConfig, 'where'>): readonly Filter[] =>
  where.flatMap((text) => {
    const filter = parseFilter(text);
    return filter.ok ? [filter.value] : [];
  });
