import { randomBytes } from 'node:crypto';
import { fail, ok, type Result } from '@meterline/core';
import { MAX_SECRETS } from './limits.ts';

const PREFIX = 'whsec_';
/** Bytes of a secret, as the specification has them. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;
const NEW_BYTES = 32;

/**
 * The secrets of an environment variable: one, or several with blanks between while one takes the other's place.
 *
 * @param variable Its name, for the fault; the fault never holds its text.
 */
export const readSecrets = (text: string | undefined, variable: string): Result<readonly Buffer[]> => {
  const words = (text ?? '').split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0)
    return fail('WEBHOOK_SECRET_INVALID', `The environment variable ${variable} is not set.`, HINT);
  const secrets = words.map(secretOf).filter((secret) => secret !== undefined);
  if (secrets.length === words.length && words.length <= MAX_SECRETS) return ok(secrets);
  return fail(
    'WEBHOOK_SECRET_INVALID',
    `The environment variable ${variable} must hold whsec_ and ${MIN_BYTES} to ${MAX_BYTES} bytes in base64; at most ${MAX_SECRETS} of them, with blanks between.`,
    HINT,
  );
};

const HINT =
  'Make one with `meterline webhooks secret`, and set it where `meterline start` runs and where it is received.';

const secretOf = (word: string): Buffer | undefined => {
  if (!word.startsWith(PREFIX)) return undefined;
  const text = word.slice(PREFIX.length);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length >= MIN_BYTES && bytes.length <= MAX_BYTES ? bytes : undefined;
};

/** A new secret as it is written. */
export const newSecret = (): string => `${PREFIX}${randomBytes(NEW_BYTES).toString('base64')}`;
