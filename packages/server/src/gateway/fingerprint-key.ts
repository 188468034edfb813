import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../config/private-file.ts';

const KEY_BYTES = 32;

/** The key of prompt fingerprints, made at first use. Lost, the same prompts only get other fingerprints. */
export const fingerprintKey = (home: string): Uint8Array => {
  const path = join(home, 'fingerprint.key');
  try {
    const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
    if (key.length === KEY_BYTES) return key;
  } catch {
    // Not there yet.
  }
  const key = randomBytes(KEY_BYTES);
  try {
    writePrivateFile(path, `${key.toString('hex')}\n`, 'key');
  } catch {
    // A folder that cannot be written: it holds for this process.
  }
  return key;
};
