import type { ServerResponse } from 'node:http';
import type { Wire } from '@meterline/core';
import { refuse } from './refusal.ts';
import type { Target } from './target.ts';

/** Codes of undici and of the system: `und_err_headers_timeout`, `econnreset`; never a message. */
export const brokenCode = (error: Error): string => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code.toLowerCase() : 'upstream_broken';
};

/** Before the head the client gets an error it can read; after it, the answer breaks off as the upstream's did. */
export const answerBroken = (response: ServerResponse, target: Target, error: Error): void => {
  if (response.destroyed) return;
  const code = brokenCode(error);
  const status = code.includes('timeout') ? 504 : 502;
  const host = target.upstream.name;
  refuse(response, wireOf(target), { status, message: `${host} did not answer (${code}).`, type: code });
};

/** The form in which the client expects its errors. */
export const wireOf = ({ route }: Target): Wire | undefined =>
  route.kind === 'metered' || route.kind === 'batch' ? route.wire : undefined;
