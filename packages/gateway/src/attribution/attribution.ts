import { MAX_CALL_TAGS, MAX_CALL_TEXT_LENGTH, MAX_TAG_KEY_LENGTH } from '@meterline/core';

/** Who and what caused a call, as the caller says it. */
export interface CallAttribution {
  readonly app?: string;
  readonly project?: string;
  readonly session?: string;
  readonly task?: string;
  readonly agent?: string;
  readonly parentAgent?: string;
  readonly user?: string;
  readonly tenant?: string;
  readonly feature?: string;
  readonly environment?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export const ATTRIBUTION_NAMES = [
  'app',
  'project',
  'session',
  'task',
  'agent',
  'user',
  'tenant',
  'feature',
  'environment',
] as const satisfies readonly (keyof CallAttribution)[];

const PLAIN: ReadonlySet<string> = new Set(ATTRIBUTION_NAMES);
const TAG = 'tag-';
/** Headers have no capitals. */
const PARENT_AGENT = 'parent-agent';

/** Names and values as they were given; what is none of ours, too long or empty is passed over. */
export const attributionOf = (entries: Iterable<readonly [string, string]>): CallAttribution => {
  const named: Record<string, string> = {};
  const tags: Record<string, string> = {};
  for (const [given, value] of entries) {
    const name = given.toLowerCase();
    if (value === '' || value.length > MAX_CALL_TEXT_LENGTH) continue;
    if (PLAIN.has(name)) named[name] = value;
    else if (name === PARENT_AGENT) named['parentAgent'] = value;
    else if (isTag(name) && Object.keys(tags).length < MAX_CALL_TAGS) tags[name.slice(TAG.length)] = value;
  }
  return { ...named, ...(Object.keys(tags).length === 0 ? {} : { tags }) };
};

const isTag = (name: string): boolean =>
  name.startsWith(TAG) && name.length > TAG.length && name.length <= TAG.length + MAX_TAG_KEY_LENGTH;

/** Of several, the first that says a thing is believed; tags are taken together. */
export const merged = (...sources: readonly CallAttribution[]): CallAttribution => {
  const whole: { -readonly [K in keyof CallAttribution]: CallAttribution[K] } = {};
  for (let at = sources.length - 1; at >= 0; at -= 1) {
    const source = sources[at]!;
    const tags = source.tags === undefined ? whole.tags : { ...whole.tags, ...source.tags };
    Object.assign(whole, source);
    if (tags !== undefined) whole.tags = tags;
  }
  return whole;
};
