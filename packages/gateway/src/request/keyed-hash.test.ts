import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyedHash } from './keyed-hash.ts';

const expected = (key: Uint8Array, message: readonly Uint8Array[]): string =>
  message.reduce((hmac, part) => hmac.update(part), createHmac('sha256', key)).digest('hex');

const hashOf = (hash: KeyedHash, message: readonly Uint8Array[]): string => {
  for (const part of message) hash.add(Buffer.from(part));
  return hash.digest();
};

/** Now and then longer than what is gathered. */
const part = fc.oneof(
  fc.uint8Array({ maxLength: 100 }),
  fc
    .tuple(fc.constantFrom(30_000, 65_000, 65_536, 65_537, 140_000), fc.nat(255))
    .map(([length, byte]) => new Uint8Array(length).fill(byte)),
);
const messages = fc.array(fc.array(part, { maxLength: 5 }), { minLength: 1, maxLength: 4 });

it('is the HMAC of each message, however it is cut, whatever came before', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 150 }), messages, (key, all) => {
      const hash = new KeyedHash(key);
      expect(all.map((message) => hashOf(hash, message))).toEqual(
        all.map((message) => expected(key, message)),
      );
    }),
  );
});

it('takes a part of what it is given', () => {
  const key = Buffer.from('key');
  const hash = new KeyedHash(key);
  hash.add(Buffer.from('(text)'), 1, 5);
  expect(hash.digest()).toBe(expected(key, [Buffer.from('text')]));
});
