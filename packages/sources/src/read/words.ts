import { textOf } from './fields.ts';

/** Longest word; ids and codes of programs are far shorter. */
const WORD = /^[\w.-]{1,64}$/;

/**
 * A word of a program's own vocabulary (`toolUse`, `invalid_request_error`, `MessageAbortedError`). A field that ought to
 * hold one can hold a sentence instead, with anything in it, so whatever is no single word gives undefined.
 */
export const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' && WORD.test(value) ? textOf(value) : undefined;
