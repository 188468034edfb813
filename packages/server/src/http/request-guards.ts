import type { Fault } from '@meterline/core';

/** What of a request decides whether it is answered at all. */
export interface Asking {
  readonly method: string;
  readonly path: string;
  header(name: string): string | undefined;
}

/** The fault that refuses the request, or undefined. */
export type Guard = (asking: Asking) => Fault | undefined;

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const ANY_ADDRESS = ['0.0.0.0', '::', '[::]'];

/** Whether only this machine can reach the address. */
export const isLoopback = (host: string): boolean => LOOPBACK.includes(host) || host === '::1';

/** Whether it stands for every address that this machine has. */
export const isAnyAddress = (host: string): boolean => ANY_ADDRESS.includes(host);

/**
 * Refuses requests to other names than ours: a page of another site whose name was made to lead here (DNS rebinding)
 * gets nothing. Bound to every address we have too many names to know them; then the token is asked of everybody, and
 * such a page has none.
 */
export const hostGuard = (host: string): Guard => {
  if (isAnyAddress(host)) return () => undefined;
  const names = [...LOOPBACK, host.toLowerCase(), `[${host.toLowerCase()}]`];
  let known: string | undefined;
  return ({ header }) => {
    const given = header('host');
    // Nearly every request says the same as the one before.
    if (given !== undefined && given === known) return undefined;
    const name = given?.toLowerCase().replace(/:\d{1,5}$/, '');
    if (name !== undefined && names.includes(name)) {
      known = given;
      return undefined;
    }
    return {
      code: 'HOST_REFUSED',
      message: 'The request names a host that Meterline was not started for.',
      hint: 'Open it as http://127.0.0.1, or start it with --host and that name.',
    };
  };
};

/** Refuses what a browser sends for a page of another site, or of another port of this machine. */
export const originGuard: Guard = ({ header, path }) => {
  const origin = header('origin');
  const site = header('sec-fetch-site');
  const foreign = origin !== undefined && hostOf(origin) !== header('host')?.toLowerCase();
  const crossing = path.startsWith('/api') && (site === 'cross-site' || site === 'same-site');
  if (!foreign && !crossing) return undefined;
  return { code: 'ORIGIN_REFUSED', message: 'The request comes from a page of another site.' };
};

/** `null` (a sandboxed page, a file) and whatever is no address have none. */
const hostOf = (origin: string): string | undefined => {
  const url = URL.parse(origin);
  return url && /^https?:$/.test(url.protocol) ? url.host : undefined;
};

export const isWrite = ({ method }: Asking): boolean => !['GET', 'HEAD'].includes(method);

export const PAGE_TOKEN_HEADER = 'x-meterline-token';
export const LOGIN_PATH = '/api/login';

/** A change must come from a page that this process has served: the token stands in it. */
export const pageTokenGuard =
  (isPageToken: (given: string) => boolean): Guard =>
  (asking) => {
    if (!isWrite(asking) || asking.path === LOGIN_PATH) return undefined;
    const given = asking.header(PAGE_TOKEN_HEADER);
    if (given !== undefined && isPageToken(given)) return undefined;
    return {
      code: 'PAGE_TOKEN_STALE',
      message:
        given === undefined
          ? `A change needs the page's token in the header ${PAGE_TOKEN_HEADER}.`
          : 'The token is not the one of this start of Meterline.',
      hint: 'Load the page again.',
    };
  };
