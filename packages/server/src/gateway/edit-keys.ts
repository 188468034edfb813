import { randomBytes } from 'node:crypto';
import {
  fail,
  MAX_CALL_TAGS,
  MAX_CALL_TEXT_LENGTH,
  MAX_TAG_KEY_LENGTH,
  ok,
  type Result,
} from '@meterline/core';
import {
  hashOfKey,
  KEY_BYTES,
  KEY_PREFIX,
  loadKeys,
  MAX_KEYS,
  type StoredKey,
  saveKeys,
} from './key-file.ts';

export interface NewKey {
  readonly label: string;
  /** `user`, `app`, `tag-team` … */
  readonly defaults: Readonly<Record<string, string>>;
  /** Environment variable with the provider's key, by the name of the upstream. */
  readonly providerKeys: Readonly<Record<string, string>>;
  /** UTC milliseconds. */
  readonly now: number;
}

export interface MadeKey {
  /** The key itself: nobody can show it again. */
  readonly secret: string;
  readonly stored: StoredKey;
}

const ID_BYTES = 4;

/** Makes a key of the gateway's own. Only its hash is kept. */
export const createKey = (home: string, asked: NewKey): Result<MadeKey> => {
  const keys = loadKeys(home);
  if (!keys.ok) return keys;
  const wrong =
    faultIn(asked) ?? (keys.value.length >= MAX_KEYS ? `There are ${MAX_KEYS} keys already.` : undefined);
  if (wrong !== undefined) return fail('GATEWAY_KEY_INVALID', wrong);
  const secret = `${KEY_PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`;
  const stored: StoredKey = {
    id: freeId(keys.value),
    label: asked.label,
    hash: hashOfKey(secret),
    createdAt: asked.now,
    defaults: asked.defaults,
    providerKeys: asked.providerKeys,
  };
  const saved = saveKeys(home, [...keys.value, stored]);
  return saved.ok ? ok({ secret, stored }) : saved;
};

/** Takes a key back. Calls that run end; the next one with it is refused within seconds. */
export const revokeKey = (home: string, id: string): Result<StoredKey> => {
  const keys = loadKeys(home);
  if (!keys.ok) return keys;
  const found = keys.value.find((key) => key.id === id);
  if (found === undefined)
    return fail('GATEWAY_KEY_INVALID', `No key has the id '${id}'.`, 'meterline keys lists them.');
  const saved = saveKeys(
    home,
    keys.value.filter((key) => key !== found),
  );
  return saved.ok ? ok(found) : saved;
};

const freeId = (keys: readonly StoredKey[]): string => {
  for (;;) {
    const id = randomBytes(ID_BYTES).toString('hex');
    if (!keys.some((key) => key.id === id)) return id;
  }
};

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const UPSTREAM = /^[a-z0-9][a-z0-9-]{0,63}$/;
const TAG = 'tag-';

const faultIn = ({ label, defaults, providerKeys }: NewKey): string | undefined => {
  if (label.trim() === '' || label.length > MAX_CALL_TEXT_LENGTH)
    return `A label has 1 to ${MAX_CALL_TEXT_LENGTH} characters.`;
  for (const [name, value] of Object.entries(defaults)) {
    if (value === '' || value.length > MAX_CALL_TEXT_LENGTH)
      return `'${name}' has ${value.length} characters, but must have 1 to ${MAX_CALL_TEXT_LENGTH}.`;
    if (name === TAG || name.length > TAG.length + MAX_TAG_KEY_LENGTH)
      return `The name of a tag has 1 to ${MAX_TAG_KEY_LENGTH} characters.`;
  }
  if (Object.keys(defaults).filter((name) => name.startsWith(TAG)).length > MAX_CALL_TAGS)
    return `A call has at most ${MAX_CALL_TAGS} tags.`;
  for (const [upstream, variable] of Object.entries(providerKeys))
    if (!UPSTREAM.test(upstream) || !VARIABLE.test(variable))
      return `'${upstream}=…' must be the name of an upstream and of an environment variable. Provider keys themselves are never stored.`;
  return undefined;
};
