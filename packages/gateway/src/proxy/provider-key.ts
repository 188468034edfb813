import type { IncomingHttpHeaders } from 'node:http';
import type { GatewayKey, KeyRing } from '../gateway.ts';
import type { Upstream } from '../upstream.ts';
import type { Target } from './target.ts';

/** Every header in which clients send a key. */
const KEY_HEADERS = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'] as const;

export type Admission =
  /** Its headers stay as they are. */
  | { readonly kind: 'as-is' }
  /** A key of ours: the provider's own key takes its place. */
  | {
      readonly kind: 'ours';
      readonly key: GatewayKey;
      readonly set: Readonly<Record<string, string>>;
      /** That of the request without our key. */
      readonly path: string;
    }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string };

/** Whose key a request carries. Keys are looked up and never kept. */
export const admit = (
  headers: IncomingHttpHeaders,
  { upstream, path }: Pick<Target, 'upstream' | 'path'>,
  ring: KeyRing,
): Admission => {
  const inQuery = queryKey(path);
  const ofQuery = inQuery && ring.find(inQuery.text);
  const rest = ofQuery === undefined ? path : inQuery!.rest;
  for (const header of KEY_HEADERS) {
    const text = headers[header];
    if (typeof text !== 'string') continue;
    const key = ring.find(text.replace(/^Bearer\s+/i, ''));
    if (key !== undefined) return admitKey(key, upstream, rest);
  }
  if (ofQuery !== undefined) return admitKey(ofQuery, upstream, rest);
  if (!ring.required) return { kind: 'as-is' };
  return {
    kind: 'refused',
    status: 401,
    message: 'This gateway asks for a key of its own: `meterline keys create` makes one.',
  };
};

/** `?key=…`, as Gemini's clients may send it: the key, and the path without it, in which every other letter is as it was. */
const queryKey = (path: string): { readonly text: string; readonly rest: string } | undefined => {
  const match = /[?&]key=([^&]*)/.exec(path);
  if (match === null) return undefined;
  const [part, text = ''] = match;
  const behind = path.slice(match.index + part.length);
  return { text, rest: path.slice(0, match.index) + (part[0] === '?' ? behind.replace('&', '?') : behind) };
};

const admitKey = (key: GatewayKey, upstream: Upstream, path: string): Admission => {
  if (upstream.keyHeader === undefined) return { kind: 'ours', key, set: {}, path };
  const provider = key.providerKey(upstream.name);
  if (provider === undefined)
    return {
      kind: 'refused',
      status: 503,
      message: `The key ${key.label} has no key of ${upstream.name} behind it: set ${key.variableOf(upstream.name) ?? 'one with --provider'} where Meterline runs.`,
    };
  const value = upstream.keyHeader === 'authorization' ? `Bearer ${provider}` : provider;
  return { kind: 'ours', key, set: { [upstream.keyHeader]: value }, path };
};

/** Headers that carried our key: they must not reach the provider. */
export const OWN_KEY_HEADERS: ReadonlySet<string> = new Set(KEY_HEADERS);

/** The provider's key, in the header in which it is sent. */
export const setOf = (admission: Admission): Readonly<Record<string, string>> =>
  admission.kind === 'ours' ? admission.set : {};

/** The path as the provider gets it: our key is in none. */
export const pathOf = (admission: Admission, { path }: Pick<Target, 'path'>): string =>
  admission.kind === 'ours' ? admission.path : path;
