import { known } from '../call/call-record.ts';
import type { SendOptions } from '../public-types.ts';
import { runtime } from '../runtime.ts';

const DEFAULT_ENDPOINT = 'http://127.0.0.1:6383';

/** Of the whole program, unless a client has its own. */
let defaults: SendOptions = {};
/** Worked out once: reading the environment costs more than all else that a call needs. */
let resolved = new WeakMap<SendOptions, Address>();

/** Sets where the whole program's records go; before the first call. */
export const configure = (options: SendOptions): void => {
  defaults = { ...defaults, ...options };
  resolved = new WeakMap();
};

export interface Address {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly spillFolder: string | false | undefined;
  readonly debug: boolean;
}

export const addressOf = (options: SendOptions): Address => {
  const before = resolved.get(options);
  if (before !== undefined) return before;
  const address = resolve({ ...defaults, ...known({ ...options }) });
  resolved.set(options, address);
  return address;
};

const resolve = (options: SendOptions): Address => {
  const { variable } = runtime();
  const endpoint = (options.endpoint ?? variable('METERLINE_URL') ?? DEFAULT_ENDPOINT).replace(/\/+$/, '');
  const token = options.token ?? variable('METERLINE_TOKEN');
  return {
    endpoint,
    origin: new URL(endpoint).origin,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    spillFolder: options.spillFolder,
    debug: options.debug ?? false,
  };
};
