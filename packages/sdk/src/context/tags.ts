import { MAX_NAME_CHARS, MAX_TAG_KEY_CHARS, MAX_TAGS } from '../limits.ts';
import type { Tags } from '../public-types.ts';

export const TAG_NAMES = [
  'app',
  'project',
  'session',
  'task',
  'agent',
  'parentAgent',
  'user',
  'tenant',
  'feature',
  'environment',
  'channel',
] as const satisfies readonly (keyof Tags)[];

/** A text that can be a name: short, and without control characters. Anything else may be content. */
export const nameOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || value.length > MAX_NAME_CHARS) return undefined;
  const name = value.trim();
  return name === '' || /[\u0000-\u001f\u007f]/.test(name) ? undefined : name;
};

/** The later goes before the earlier, name by name; what is no name is left out. */
export const joinTags = (...all: readonly (Tags | undefined)[]): Tags => {
  const joined: Record<string, unknown> = {};
  const others: Record<string, string> = {};
  for (const tags of all) {
    if (tags === undefined) continue;
    for (const key of TAG_NAMES) {
      const name = nameOf(tags[key]);
      if (name !== undefined) joined[key] = name;
    }
    addOthers(others, tags.tags);
  }
  if (Object.keys(others).length > 0) joined['tags'] = others;
  return joined;
};

const addOthers = (others: Record<string, string>, tags: Tags['tags']): void => {
  for (const [key, value] of Object.entries(tags ?? {})) {
    const name = nameOf(value);
    const isKey = key.length <= MAX_TAG_KEY_CHARS && nameOf(key) === key && key !== '__proto__';
    const hasRoom = key in others || Object.keys(others).length < MAX_TAGS;
    if (name !== undefined && isKey && hasRoom) others[key] = name;
  }
};
