import { OWN_HEADER_PREFIX } from '../attribution/from-headers.ts';

/** Headers that belong to one connection (RFC 9110 §7.6.1), and those that are made anew. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export interface RequestHeaderChanges {
  /** The body is another than the client sent, or is sent whole: its length is said anew. */
  readonly isHeld: boolean;
  /** Names in lower case that are left out besides. */
  readonly without: ReadonlySet<string> | undefined;
  /** Set instead of whatever stood there. */
  readonly set: Readonly<Record<string, string>> | undefined;
}

/** The client's headers for the upstream, in their order and letters; ours, and those of the connection, stay here. */
export const requestHeaders = (
  raw: readonly string[],
  { isHeld, without, set }: RequestHeaderChanges,
): string[] => {
  const named = connectionNames(raw);
  const headers: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    if (STAYS_HERE.has(name) || name.startsWith(OWN_HEADER_PREFIX) || named?.has(name) === true) continue;
    if (isHeld && name === 'content-length') continue;
    if (without?.has(name) === true || (set !== undefined && Object.hasOwn(set, name))) continue;
    headers.push(raw[at]!, raw[at + 1]!);
  }
  if (set !== undefined) for (const name of Object.keys(set)) headers.push(name, set[name]!);
  return headers;
};

const STAYS_HERE: ReadonlySet<string> = new Set([...HOP_BY_HOP, 'host', 'expect']);

/** Names that `Connection` itself lists; undefined where it lists none but the usual. */
const connectionNames = (raw: readonly string[]): ReadonlySet<string> | undefined => {
  let names: Set<string> | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]!.length !== CONNECTION.length || raw[at]!.toLowerCase() !== CONNECTION) continue;
    const value = raw[at + 1]!.toLowerCase();
    if (value === 'keep-alive' || value === 'close') continue;
    names ??= new Set();
    for (const name of value.split(',')) names.add(name.trim());
  }
  return names;
};
const CONNECTION = 'connection';

/** A request's headers but those of the connection. */
export const sameHeaders = (raw: readonly string[]): string[] => {
  const headers: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    if (!HOP_BY_HOP.has(name) && name !== 'expect') headers.push(raw[at]!, raw[at + 1]!);
  }
  return headers;
};

/** An answer's headers: names and values are bytes, of Latin letters. */
export const latinOf = (raw: readonly Buffer[]): readonly string[] =>
  raw.map((one) => one.toString('latin1'));

/** The answer's headers as they came, without those of the connection. */
export const responseHeaders = (all: readonly string[]): string[] => {
  const headers: string[] = [];
  for (let at = 0; at + 1 < all.length; at += 2)
    if (!HOP_BY_HOP.has(all[at]!.toLowerCase())) headers.push(all[at]!, all[at + 1]!);
  return headers;
};

/** One header of the answer; '' where it is not there. */
export const headerOf = (headers: readonly string[], name: string): string => {
  for (let at = 0; at + 1 < headers.length; at += 2)
    if (headers[at]!.length === name.length && headers[at]!.toLowerCase() === name) return headers[at + 1]!;
  return '';
};
