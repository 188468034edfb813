/** What a frame of an AWS event stream says that it is, in its headers. */
export type AwsFrameKind =
  | { readonly kind: 'event'; readonly type: string }
  /** With `Exception` at its end, as Bedrock's own names have it. */
  | { readonly kind: 'exception'; readonly name: string };

/**
 * Reads the headers of one frame: `name length 1 · name · type 1 (7: text) · value length 2, big-endian · value`. Their
 * texts are ASCII. One that cannot be read ends them.
 */
export const awsFrameKind = (headers: Uint8Array): AwsFrameKind => {
  const texts = textsOf(headers);
  if (texts.get(':message-type') === 'event') return { kind: 'event', type: texts.get(':event-type') ?? '' };
  const name = texts.get(':exception-type') ?? texts.get(':error-code') ?? 'unknown';
  return { kind: 'exception', name: name.endsWith('Exception') ? name : `${name}Exception` };
};

const TEXT = 7;
/** Bytes of a value by its type; texts and bytes say their own length. */
const FIXED_BYTES = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16];

const textsOf = (bytes: Uint8Array): ReadonlyMap<string, string> => {
  const texts = new Map<string, string>();
  for (let at = 0; at + 2 <= bytes.length; ) {
    const nameEnd = at + 1 + bytes[at]!;
    const type = bytes[nameEnd];
    if (type === undefined) break;
    const fixed = FIXED_BYTES[type];
    if (fixed === undefined && nameEnd + 3 > bytes.length) break;
    const from = nameEnd + (fixed === undefined ? 3 : 1);
    const length = fixed ?? bytes[nameEnd + 1]! * 256 + bytes[nameEnd + 2]!;
    if (type === TEXT) texts.set(ascii(bytes, at + 1, nameEnd), ascii(bytes, from, from + length));
    at = from + length;
  }
  return texts;
};

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to).subarray(0, MAX_NAME_BYTES));

/** More than any name there has. */
const MAX_NAME_BYTES = 256;
