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
  /** Names in lower case that are left out besides. */
  readonly without?: ReadonlySet<string>;
  /** Set instead of whatever stood there. */
  readonly set?: Readonly<Record<string, string>>;
}

/** The client's headers for the upstream, in their order and letters; ours, and those of the connection, stay here. */
export const requestHeaders = (
  raw: readonly string[],
  { without, set = {} }: RequestHeaderChanges,
): string[] => {
  const named = connectionNames(raw);
  const headers: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    if (HOP_BY_HOP.has(name) || named.has(name) || name === 'host' || name === 'expect') continue;
    if (name.startsWith(OWN_HEADER_PREFIX) || without?.has(name) === true || Object.hasOwn(set, name))
      continue;
    headers.push(raw[at]!, raw[at + 1]!);
  }
  for (const [name, value] of Object.entries(set)) headers.push(name, value);
  return headers;
};

/** Names that `Connection` itself lists. */
const connectionNames = (raw: readonly string[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (let at = 0; at + 1 < raw.length; at += 2)
    if (raw[at]!.toLowerCase() === 'connection')
      for (const name of raw[at + 1]!.split(',')) names.add(name.trim().toLowerCase());
  return names;
};

/** The answer's headers as they came, without those of the connection. Names and values are bytes: Latin letters. */
export const responseHeaders = (raw: readonly Buffer[], without?: ReadonlySet<string>): string[] => {
  const headers: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!.toString('latin1');
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower) && without?.has(lower) !== true)
      headers.push(name, raw[at + 1]!.toString('latin1'));
  }
  return headers;
};

/** One header of the answer; '' where it is not there. */
export const headerOf = (raw: readonly Buffer[], name: string): string => {
  for (let at = 0; at + 1 < raw.length; at += 2)
    if (raw[at]!.length === name.length && raw[at]!.toString('latin1').toLowerCase() === name)
      return raw[at + 1]!.toString('latin1');
  return '';
};
