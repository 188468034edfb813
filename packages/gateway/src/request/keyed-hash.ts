import { createHmac, type Hmac, hash } from 'node:crypto';

/** Up to here a message is gathered and hashed at once. */
const GATHERED_BYTES = 64 * 1024;
/** Of SHA-256 (FIPS 180-4). */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/**
 * HMAC-SHA256 (RFC 2104) of one message after the other, bit for bit that of `createHmac`. A short message is hashed in two
 * single calls, H(outer ‖ H(inner ‖ message)): each `Hmac` is an object outside the heap, which costs more to make and to
 * give back than a prompt of some kilobytes to hash. Longer ones go through it.
 */
export class KeyedHash {
  readonly #key: Uint8Array;
  readonly #inner = Buffer.alloc(BLOCK_BYTES + GATHERED_BYTES, INNER_PAD);
  readonly #outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, OUTER_PAD);
  #end = BLOCK_BYTES;
  #long: Hmac | undefined;

  constructor(key: Uint8Array) {
    this.#key = key;
    const block = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
    for (let at = 0; at < block.length; at += 1) {
      this.#inner[at]! ^= block[at]!;
      this.#outer[at]! ^= block[at]!;
    }
  }

  /** Takes the message's next bytes. */
  add(bytes: Buffer, from = 0, to = bytes.length): void {
    if (this.#long === undefined && this.#end + to - from <= this.#inner.length) {
      this.#end += bytes.copy(this.#inner, this.#end, from, to);
      return;
    }
    this.#long ??= createHmac('sha256', this.#key).update(this.#inner.subarray(BLOCK_BYTES, this.#end));
    this.#long.update(bytes.subarray(from, to));
  }

  /** The message's hash, 64 hex digits. The next message begins. */
  digest(): string {
    const digest = this.#long === undefined ? this.#short() : this.#long.digest('hex');
    // No prompt stays longer than it is needed.
    this.#inner.fill(0, BLOCK_BYTES, this.#end);
    this.#end = BLOCK_BYTES;
    this.#long = undefined;
    return digest;
  }

  #short(): string {
    this.#outer.write(hash('sha256', this.#inner.subarray(0, this.#end), 'hex'), BLOCK_BYTES, 'hex');
    return hash('sha256', this.#outer, 'hex');
  }
}
