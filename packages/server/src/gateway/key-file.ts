import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '@meterline/core';
import { writePrivateFile } from '../config/private-file.ts';
import { errnoOf } from '../files/files.ts';

/** A key as it is kept: whom it stands for, and a hash that only the key itself has. */
export interface StoredKey {
  /** Short, for lists and for revoking. */
  readonly id: string;
  readonly label: string;
  /** SHA-256 of the key, hex. A key is 32 random bytes: there is nothing to guess, so nothing to slow down. */
  readonly hash: string;
  /** UTC milliseconds. */
  readonly createdAt: number;
  /** What its calls are put down to: `user`, `app`, `tag-team` … */
  readonly defaults: Readonly<Record<string, string>>;
  /** Environment variable with the provider's key, by the name of the upstream. */
  readonly providerKeys: Readonly<Record<string, string>>;
}

export const keyFilePath = (home: string): string => join(home, 'gateway-keys.json');

/** Tells a key of ours from a provider's at a glance. */
export const KEY_PREFIX = 'ml_';
export const KEY_BYTES = 32;
/** Keys of one gateway. */
export const MAX_KEYS = 10_000;

export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** No file: no keys. A file that cannot be read is a fault: a gateway that forgot its keys would let nobody in. */
export const loadKeys = (home: string): Result<readonly StoredKey[]> => {
  const path = keyFilePath(home);
  try {
    const { keys } = JSON.parse(readFileSync(path, 'utf8')) as { keys?: unknown };
    if (Array.isArray(keys) && keys.every(isStoredKey)) return ok(keys);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return ok([]);
  }
  return fail('GATEWAY_KEYS_UNREADABLE', `${path} cannot be read, or is not as Meterline wrote it.`);
};

export const saveKeys = (home: string, keys: readonly StoredKey[]): Result<void> => {
  const path = keyFilePath(home);
  try {
    writePrivateFile(path, `${JSON.stringify({ version: 1, keys }, null, 2)}\n`, 'keys');
    return ok(undefined);
  } catch (error) {
    return fail('CONFIG_UNWRITABLE', `${path} cannot be written (${errnoOf(error)}).`);
  }
};

const isStoredKey = (value: unknown): value is StoredKey => {
  if (typeof value !== 'object' || value === null) return false;
  const { id, label, hash, createdAt, defaults, providerKeys } = value as Record<string, unknown>;
  const texts = [id, label, hash].every((text) => typeof text === 'string');
  return texts && typeof createdAt === 'number' && isNames(defaults) && isNames(providerKeys);
};

const isNames = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');
