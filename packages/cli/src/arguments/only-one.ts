import { type ErrorCode, MeterlineError } from '@meterline/core';
import { plain } from '../render/text.ts';

const MAX_NAMED = 5;
const MIN_PREFIX = 6;

/** The one thing whose id is, or begins with, what was given; else the error that says what there is. */
export const onlyOne = <T>(
  found: readonly T[],
  given: string,
  {
    one,
    missing,
    hint,
    nameOf,
  }: {
    readonly one: string;
    readonly missing: ErrorCode;
    /** Where ids are to be found. */
    readonly hint: string;
    readonly nameOf: (thing: T) => string;
  },
): T => {
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined)
    throw new MeterlineError({
      code: missing,
      message: `No ${one} has the id '${plain(given)}', or a beginning like it.`,
      hint: given.length < MIN_PREFIX ? `Give at least ${MIN_PREFIX} characters of it. ${hint}` : hint,
    });
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `${found.length} ${one}s have an id that begins with '${plain(given)}'; give more of it.`,
    hint: found
      .slice(0, MAX_NAMED)
      .map((thing) => plain(nameOf(thing)))
      .join(', '),
  });
};
