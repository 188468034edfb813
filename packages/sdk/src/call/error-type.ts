import { codeOf } from './call-record.ts';

/** The provider's own code of an error: `{ error: { type | code | status } }`, `{ __type }`; never its message. */
export const errorTypeOf = (body: unknown): string | undefined => {
  const answer = body as { error?: unknown; __type?: unknown } | undefined;
  const error = answer?.error as { type?: unknown; code?: unknown; status?: unknown } | undefined;
  if (typeof error !== 'object' || error === null) return codeOf(answer?.__type);
  return codeOf(error.type) ?? codeOf(error.code) ?? codeOf(error.status);
};

/** Codes of the system and of undici: `econnreset`, `und_err_socket`; never a message. */
export const brokenCode = (error: unknown): string => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return (codeOf(code) ?? codeOf(cause?.code) ?? 'connection').toLowerCase();
};
