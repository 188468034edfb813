import { nameOf } from '../context/tags.ts';
import { MAX_BODY_STEPS } from '../limits.ts';

/** What a request's body says of the call, and nothing of what it asks. */
export interface BodyFacts {
  readonly model?: string | undefined;
  readonly serviceTier?: string | undefined;
  /** Whom the caller names: OpenAI's `safety_identifier` or `user`. */
  readonly user?: string | undefined;
  readonly stream: boolean;
  /** It has options for its stream of its own, or says something that looks like it. */
  readonly hasStreamOptions: boolean;
  /** About how long it is; for the estimate of a ceiling. */
  readonly length: number;
}

const NOTHING: BodyFacts = { stream: false, hasStreamOptions: false, length: 0 };

export const bodyFacts = (body: unknown): BodyFacts => {
  if (typeof body === 'string') return factsOf(topLevel(body), body);
  if (typeof FormData !== 'undefined' && body instanceof FormData)
    return { ...NOTHING, model: nameOf(body.get('model')), stream: body.get('stream') === 'true' };
  if (body instanceof Uint8Array) return { ...NOTHING, length: body.byteLength };
  return NOTHING;
};

/** `stream` often stands last, behind more messages than are stepped through; there nothing else can be meant. */
const STREAM_LAST = /"stream"\s*:\s*true\s*\}\s*$/;
const TAIL_CHARS = 40;

const factsOf = (fields: ReadonlyMap<string, unknown>, json: string): BodyFacts => ({
  model: nameOf(fields.get('model')),
  serviceTier: nameOf(fields.get('service_tier')),
  user: nameOf(fields.get('safety_identifier')) ?? nameOf(fields.get('user')),
  stream: fields.get('stream') === true || STREAM_LAST.test(json.slice(-TAIL_CHARS)),
  hasStreamOptions: json.includes('"stream_options"'),
  length: json.length,
});

const WANTED: ReadonlySet<string> = new Set(['model', 'service_tier', 'safety_identifier', 'user', 'stream']);

const MARKS = /["{}[\]]/g;

/**
 * Fields of the outermost object, without parsing the rest: a prompt may have megabytes, and jumping from quote to quote
 * costs microseconds. Ends early where the body has more structure than `MAX_BODY_STEPS`.
 */
const topLevel = (json: string): ReadonlyMap<string, unknown> => {
  const fields = new Map<string, unknown>();
  let depth = 0;
  let at = 0;
  for (let steps = 0; steps < MAX_BODY_STEPS; steps += 1) {
    MARKS.lastIndex = at;
    const mark = MARKS.exec(json);
    if (mark === null) break;
    at = mark.index + 1;
    if (mark[0] !== '"') {
      depth += mark[0] === '{' || mark[0] === '[' ? 1 : -1;
      continue;
    }
    const end = stringEnd(json, at);
    if (end === -1) break;
    const key = depth === 1 ? json.slice(at, end) : '';
    at = end + 1;
    if (depth === 1 && WANTED.has(key) && isKey(json, at)) fields.set(key, scalarAt(json, at));
  }
  return fields;
};

/** Place of the quote that ends a string: one with an even number of backslashes before it. */
const stringEnd = (json: string, from: number): number => {
  for (let end = json.indexOf('"', from); end !== -1; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return -1;
};
const BACKSLASH = 92;

const isKey = (json: string, at: number): boolean => /^\s*:/.test(json.slice(at, at + 8));

/** The longest value that is looked at: a name in quotes. */
const MAX_SCALAR_CHARS = 600;

const scalarAt = (json: string, at: number): unknown => {
  const match = /^\s*:\s*("(?:[^"\\]|\\.)*"|true|false)/.exec(json.slice(at, at + MAX_SCALAR_CHARS));
  try {
    return match === null ? undefined : JSON.parse(match[1]!);
  } catch {
    return undefined;
  }
};

/** The body with `include_usage`, written where nothing else of it moves. */
export const askingForUsage = (body: string): string =>
  body.replace(/^\s*\{/, '{"stream_options":{"include_usage":true},');
