import { MAX_CALL_TEXT_LENGTH } from '@meterline/core';
import { parsedSpan, type Span, spansOf } from '../tap/top-level-fields.ts';
import { PROMPT_FIELDS } from './prompt-fingerprint.ts';

/** What a request's body says of the call, and nothing of what it asks. */
export interface RequestBodyFacts {
  readonly model?: string | undefined;
  /** Undefined: not said, so the provider's default. */
  readonly stream?: boolean | undefined;
  /** It asks for the usage of its stream itself. */
  readonly asksForUsage: boolean;
  /** Whom the caller names: OpenAI's `user` or `safety_identifier`, Anthropic's `metadata.user_id`. */
  readonly user?: string | undefined;
  /** OpenAI's `metadata`: what it says of our own dimensions is taken. */
  readonly metadata: Readonly<Record<string, string>>;
}

const NAMES = ['model', 'stream', 'stream_options', 'user', 'safety_identifier', 'metadata'] as const;
const WANTED: ReadonlySet<string> = new Set([...NAMES, ...PROMPT_FIELDS]);

/** Where everything stands that is looked at; undefined for a body that is no JSON object. */
export const requestSpans = (body: Buffer): ReadonlyMap<string, Span> | undefined => spansOf(body, WANTED);

export const NO_FACTS: RequestBodyFacts = { asksForUsage: false, metadata: {} };

/** Reads what the body says beside its prompt. */
export const requestBodyFacts = (body: Buffer, spans: ReadonlyMap<string, Span>): RequestBodyFacts => {
  const field = (name: (typeof NAMES)[number]): unknown => parsedSpan(body, spans.get(name));
  const stream = field('stream');
  const metadata = namesOf(field('metadata'));
  return {
    model: nameOf(field('model')),
    stream: typeof stream === 'boolean' ? stream : undefined,
    user: nameOf(field('safety_identifier')) ?? nameOf(field('user')) ?? metadata['user_id'],
    asksForUsage: includesUsage(field('stream_options')),
    metadata,
  };
};

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
