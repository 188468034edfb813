import { MAX_NAME_LENGTH } from './limits.ts';

const UNNAMED = 'upload';

/** The last part of the name that a file was sent under: letters, digits and what names usually have. */
export const fileNameOf = (given: string | undefined): string => {
  const last = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  const safe = last.replace(/[^\p{L}\p{N} @+=,()._-]/gu, '_').replace(/^[.\s]+/, '');
  return safe.slice(-MAX_NAME_LENGTH) || UNNAMED;
};

/** Where the ledger and its issues say that a file of this name was: nowhere on this machine. */
export const shownPathOf = (name: string): string => `/uploads/${name}`;
