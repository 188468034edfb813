import { plural } from '../render/number.ts';
import type { Note } from './envelope.ts';

/** That rows were left out, if there are any. */
export const omittedNote = (left: number, one: string): readonly Note[] =>
  left > 0 ? [{ code: 'rows_omitted', text: `${plural(left, `more ${one}`)}; --limit shows more.` }] : [];
