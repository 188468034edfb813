import { type ErrorCode, MeterlineError } from '@meterline/core';

const MAX_NAMED = 5;

/** The one thing that an id, or a beginning of it, is of; else the error that says what there is. */
export const onlyOne = <T>(
  found: readonly T[],
  {
    one,
    missing,
    hint,
    idOf,
  }: {
    /** What it is called, also the parameter that has its id. */
    readonly one: string;
    readonly missing: ErrorCode;
    readonly hint: string;
    readonly idOf: (thing: T) => string;
  },
): T => {
  const [only] = found;
  if (only === undefined)
    throw new MeterlineError({
      code: missing,
      message: `No ${one} has this id, or a beginning like it.`,
      hint,
    });
  if (found.length === 1) return only;
  throw new MeterlineError({
    code: 'REQUEST_INVALID',
    message: `${one}: ${found.length} ${one}s have an id that begins so; give more of it.`,
    hint: found.slice(0, MAX_NAMED).map(idOf).join(', '),
  });
};
