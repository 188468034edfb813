import type { Fault } from '@meterline/core';

/** A fault as answers say it. */
export const faultJson = (
  fault: Fault,
): { readonly code: string; readonly message: string; readonly hint: string | null } => ({
  code: fault.code,
  message: fault.message,
  hint: fault.hint ?? null,
});
