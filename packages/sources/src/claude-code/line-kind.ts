import type { JsonHead } from '../read/json-head.ts';

/** What the head of a line says about the whole of it. */
export type LineKind =
  /** Its top-level `type` is none that tells of usage: need not be read. */
  | 'other'
  /** An object or array stands before `type`: worth parsing only if such a type is in it somewhere. */
  | 'opaque'
  /** `message` begins within the head, and nothing says yet that it is not an assistant's. */
  | 'message'
  /** Anything else: must be parsed to be known. */
  | 'unknown';

/** Longest head that is walked: the scalar fields before `message` take 200 to 600 bytes. */
const MAX_HEAD_BYTES = 4096;
/** Types of lines, besides `assistant`, that are parsed. */
const PARSED_TYPES = ['cost-state', 'progress'] as const;

/**
 * Walks the keys of the top level from the line's start, up to the first thing that decides. Keys count at this depth
 * only, and nothing is assumed about their order. After `message`, `head.valueAt` is where its object begins.
 */
export const lineKind = (head: JsonHead, start: number, end: number): LineKind => {
  head.start(start, Math.min(end, start + MAX_HEAD_BYTES));
  let assistant = false;
  for (;;) {
    switch (head.next()) {
      case 'string':
        if (!head.keyIs('type')) break;
        if (!head.valueIs('assistant')) return isParsed(head) ? 'unknown' : 'other';
        assistant = true;
        break;
      case 'scalar':
        break;
      case 'object':
        if (head.keyIs('message')) return 'message';
        return assistant ? 'unknown' : 'opaque';
      case 'array':
        return assistant ? 'unknown' : 'opaque';
      default:
        return 'unknown';
    }
  }
};

const isParsed = (head: JsonHead): boolean =>
  PARSED_TYPES.some((type) => head.valueIs(type)) || head.valueIsEscaped();
