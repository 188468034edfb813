import { wordOf } from '@meterline/core';

/** The provider's own code of an error: `{ error: { type | code | status } }`, `{ __type }`; never its message. */
export const errorTypeOf = (body: unknown): string | undefined => {
  const answer = body as { error?: unknown; __type?: unknown } | undefined;
  const error = answer?.error as { type?: unknown; code?: unknown; status?: unknown } | undefined;
  if (typeof error !== 'object' || error === null) return wordOf(answer?.__type);
  return wordOf(error.type) ?? wordOf(error.code) ?? wordOf(error.status);
};

/** Codes of the system and of undici: `econnreset`, `und_err_socket`; never a message. */
export const brokenCode = (error: unknown): string => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return (wordOf(code) ?? wordOf(cause?.code) ?? 'connection').toLowerCase();
};
