import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { COOKIE_SECONDS } from './limits.ts';
import type { Asking } from './request-guards.ts';

const COOKIE = 'meterline';

/** Compares in a time that says nothing of where they differ. */
export const sameSecret = (given: string, secret: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
};

/** The token that everything asks for when others can reach the server. */
export interface AccessToken {
  /** By `Authorization: Bearer`, or by the cookie of a login. */
  admits(asking: Asking): boolean;
  matches(given: string): boolean;
  /** `Set-Cookie` of a login. Carries a keyed digest, so that no browser keeps the token itself. */
  cookie(): string;
}

export const accessToken = (token: string): AccessToken => {
  const pass = createHmac('sha256', token).update('meterline login').digest('hex');
  return {
    matches: (given) => sameSecret(given, token),
    admits: ({ header }) => {
      const [, bearer] = /^Bearer (.{1,500})$/i.exec(header('authorization') ?? '') ?? [];
      if (bearer !== undefined && sameSecret(bearer, token)) return true;
      const kept = cookieOf(header('cookie') ?? '');
      return kept !== undefined && sameSecret(kept, pass);
    },
    cookie: () => `${COOKIE}=${pass}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${COOKIE_SECONDS}`,
  };
};

const cookieOf = (header: string): string | undefined =>
  header
    .split(/; */)
    .find((part) => part.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
