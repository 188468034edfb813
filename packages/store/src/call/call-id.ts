import { hash } from 'node:crypto';

/** Bytes that are kept of an identity key's hash: with 10 M keys the odds of one collision are below 1 in 10^24. */
export const KEY_HASH_BYTES = 16;
/** A beginning of a call's id must be at least this long to be looked for. */
export const ID_PREFIX_MIN = 6;
const ID_LENGTH = 16;

/**
 * Hash of an identity key, a text of one character a byte. Its first `KEY_HASH_BYTES` are what the ledger keeps for ever,
 * also when the call itself is dropped; the rest is of no use, but to cut it off would take as long as half of the hash.
 */
export type KeyHash = string & { readonly keyHash: true };

export const keyHash = (key: string): KeyHash => hash('sha256', key, 'binary') as KeyHash;

/**
 * Id of a call: 16 hex digits of the hash of its first key. It follows from the call's content, so any order of
 * imports gives the same; when a merge brings a smaller key the old id still finds the call, by that key's hash.
 */
export const callId = (keys: readonly string[]): string =>
  hash('sha256', keys[0] ?? '', 'hex').slice(0, ID_LENGTH);

/** Whether a text can be an id or a beginning of one. */
export const isIdPrefix = (text: string): boolean =>
  text.length >= ID_PREFIX_MIN && text.length <= ID_LENGTH && /^[0-9a-f]+$/.test(text);

export const isWholeId = (text: string): boolean => text.length === ID_LENGTH && isIdPrefix(text);
