import { createHash } from 'node:crypto';

/** Distinct contents that are remembered. Rows that are alike in every field stand near each other. */
const MAX_REMEMBERED = 512;

/**
 * Which of the last contents were met how often. Plain JSON, part of a reader's state:
 *
 *     ring   [ h7, h8, h3, h4, h5, h6 ]     the oldest, at `next`, makes room
 *                      ↑ next
 *     times  { h3: 1, h4: 2, … }
 */
export interface ContentOrdinals {
  readonly ring: string[];
  next: number;
  readonly times: Record<string, number>;
}

export const noContentYet = (): ContentOrdinals => ({ ring: [], next: 0, times: {} });

/**
 * Identity key of a row that has no id: a hash of its whole content and which of several equal rows of its file it is.
 * Reading the file again, a longer version of it, or another export that overlaps with it gives the same keys, so it
 * never doubles; equal rows near each other stay several calls. (Equal rows further apart than `MAX_REMEMBERED` distinct
 * ones become one: counting too little, visibly dated alike, is the lesser fault.)
 */
export const contentKey = (prefix: string, content: string, seen: ContentOrdinals): string => {
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  const ordinal = seen.times[hash] ?? 0;
  if (ordinal === 0) remember(hash, seen);
  seen.times[hash] = ordinal + 1;
  return ordinal === 0 ? `${prefix}:${hash}` : `${prefix}:${hash}:${ordinal}`;
};

const remember = (hash: string, seen: ContentOrdinals): void => {
  const oldest = seen.ring[seen.next];
  if (oldest !== undefined) delete seen.times[oldest];
  seen.ring[seen.next] = hash;
  seen.next = (seen.next + 1) % MAX_REMEMBERED;
};
