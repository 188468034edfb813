import type { SendOptions } from '../public-types.ts';
import { runtime } from '../runtime.ts';

const DEFAULT_ENDPOINT = 'http://127.0.0.1:6383';

/** Of the whole program, unless a client has its own. */
let defaults: SendOptions = {};

/** Sets where the whole program's records go; before the first call. */
export const configure = (options: SendOptions): void => {
  defaults = { ...defaults, ...options };
};

export interface Address {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly spillFolder: string | false | undefined;
  readonly debug: boolean;
}

export const addressOf = (options: SendOptions): Address => {
  const { variable } = runtime();
  const endpoint = options.endpoint ?? defaults.endpoint ?? variable('METERLINE_URL') ?? DEFAULT_ENDPOINT;
  const token = options.token ?? defaults.token ?? variable('METERLINE_TOKEN');
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    spillFolder: options.spillFolder ?? defaults.spillFolder,
    debug: options.debug ?? defaults.debug ?? false,
  };
};
