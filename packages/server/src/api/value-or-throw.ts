import { MeterlineError, type Result } from '@meterline/core';

/** The value, or the fault thrown: the HTTP server makes an answer of it. */
export const valueOrThrow = <T>(result: Result<T>): T => {
  if (!result.ok) throw new MeterlineError(result.fault);
  return result.value;
};
