import { fail, ok, type Result } from '@meterline/core';
import { baseName } from './read/walk.ts';
import type { FileHead, Json, Source } from './source.ts';

/** How much of a file is looked at. */
export const MAX_HEAD_BYTES = 256 * 1024;
/** How many lines of it are parsed. */
const MAX_HEAD_LINES = 20;
/** A line that is longer says nothing that a shorter one does not. */
const MAX_HEAD_LINE_BYTES = 128 * 1024;

/** What the opener of a file knows besides its bytes. */
export interface HeadFacts {
  /** The bytes are the whole file. */
  readonly complete: boolean;
  /** Table names, when it is a SQLite file that could be opened. */
  readonly tables?: ReadonlySet<string>;
}

/**
 * What sources are shown of a file of unknown kind. `bytes` are its first ones, at most `MAX_HEAD_BYTES` of them,
 * inflated where the file is compressed. Never throws: what is no JSON gives no lines and no document.
 */
export const fileHead = (path: string, bytes: Uint8Array, facts: HeadFacts): FileHead => {
  const head = bytes.subarray(0, MAX_HEAD_BYTES);
  const whole = facts.complete && bytes.length <= MAX_HEAD_BYTES;
  const text = new TextDecoder().decode(head);
  return {
    path,
    bytes: head,
    lines: facts.tables === undefined ? jsonLines(text, whole) : [],
    document: whole && facts.tables === undefined ? parsed(text) : undefined,
    tables: facts.tables,
  };
};

const jsonLines = (text: string, whole: boolean): readonly Json[] => {
  const lines = text.split('\n');
  // The last piece of a longer file is torn.
  if (!whole) lines.pop();
  const found: Json[] = [];
  for (const line of lines) {
    if (found.length === MAX_HEAD_LINES) break;
    if (line.trim() === '' || line.length > MAX_HEAD_LINE_BYTES) continue;
    const value = parsed(line);
    if (value !== undefined) found.push(value);
  }
  return found;
};

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** The first of `sources` that takes the file for its own, judged by content; or what was looked for, and what to do. */
export const detectSource = (head: FileHead, sources: readonly Source[]): Result<Source> => {
  const source = sources.find((candidate) => candidate.recognises(head));
  if (source !== undefined) return ok(source);
  for (const near of sources) {
    const fault = near.objection?.(head);
    if (fault !== undefined) return { ok: false, fault };
  }
  return fail(
    'SOURCE_FILE_UNRECOGNISED',
    `${baseName(head.path)} ${lookOf(head)}, and no source knows such content (looked for: ${sources.map((known) => known.name).join(', ')}).`,
    'Name the source if you know it (meterline import SOURCE --path FILE). A CSV needs a header line; say which column ' +
      'is which with --map time=Date,model=Model,input="Input Tokens",output="Output Tokens".',
  );
};

/** What the file looks like, without repeating anything out of it. */
const lookOf = (head: FileHead): string => {
  if (head.bytes.length === 0) return 'is empty';
  if (head.tables !== undefined) return 'is a SQLite database';
  if (head.document !== undefined) return 'is one JSON value';
  if (head.lines.length > 0) return 'holds JSON lines';
  return head.bytes.includes(0) ? 'is a binary file' : 'is a text file';
};
