import { MAX_CALL_TEXT_LENGTH } from '@meterline/core';
import { parsedSpan, type Span, spansOf } from '../tap/top-level-fields.ts';
import { PROMPT_FIELDS } from './prompt-fingerprint.ts';

/** What a request's body says of the call, and nothing of what it asks. */
export interface RequestBodyFacts {
  readonly model?: string;
  /** Undefined: not said, so the provider's default. */
  readonly stream?: boolean;
  /** It asks for the usage of its stream itself. */
  readonly asksForUsage: boolean;
  readonly serviceTier?: string;
  /** Whom the caller names: OpenAI's `user` or `safety_identifier`, Anthropic's `metadata.user_id`. */
  readonly user?: string;
  /** OpenAI's `metadata`: what it says of our own dimensions is taken. */
  readonly metadata: Readonly<Record<string, string>>;
}

const NAMES = [
  'model',
  'stream',
  'stream_options',
  'service_tier',
  'user',
  'safety_identifier',
  'metadata',
] as const;
const WANTED: ReadonlySet<string> = new Set([...NAMES, ...PROMPT_FIELDS]);

/** Where everything stands that is looked at; undefined for a body that is no JSON object. */
export const requestSpans = (body: Buffer): ReadonlyMap<string, Span> | undefined => spansOf(body, WANTED);

export const NO_FACTS: RequestBodyFacts = { asksForUsage: false, metadata: {} };

/** Reads what the body says beside its prompt. */
export const requestBodyFacts = (body: Buffer, spans: ReadonlyMap<string, Span>): RequestBodyFacts => {
  const fields: Partial<Record<(typeof NAMES)[number], unknown>> = {};
  for (const name of NAMES) fields[name] = parsedSpan(body, spans.get(name));
  const { model, stream, service_tier: tier } = fields;
  const metadata = namesOf(fields.metadata);
  const user = nameOf(fields.safety_identifier) ?? nameOf(fields.user) ?? metadata['user_id'];
  return {
    ...named('model', nameOf(model)),
    ...(typeof stream === 'boolean' ? { stream } : {}),
    ...named('serviceTier', nameOf(tier)),
    ...named('user', user),
    asksForUsage: includesUsage(fields.stream_options),
    metadata,
  };
};

const named = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };

/** A longer text is no name. */
const nameOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= MAX_CALL_TEXT_LENGTH ? value : undefined;

/** Entries of a `metadata` that are looked at; OpenAI takes 16. */
const MAX_METADATA = 32;

const namesOf = (value: unknown): Record<string, string> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const names: Record<string, string> = {};
  for (const [key, one] of Object.entries(value).slice(0, MAX_METADATA)) {
    const name = nameOf(one);
    if (name !== undefined) names[key] = name;
  }
  return names;
};

const includesUsage = (options: unknown): boolean =>
  typeof options === 'object' &&
  options !== null &&
  'include_usage' in options &&
  options.include_usage === true;
