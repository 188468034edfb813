import type { Connection } from './connection.ts';
import {
  bytesOf,
  CALL_WORD,
  compareEntries,
  ENTRY_WORDS,
  sortedParts,
  widened,
  wordsOf,
} from './key-entries.ts';
import { addToFilter, createFilter, type KeyFilter } from './key-filter.ts';

/**
 * Identity keys in the order of their hashes, written once and never changed:
 *
 *     key_run    one row a run: how many keys and pages it has, and its filter
 *     key_page   id = run × 2^20 + page │ entries; hashes fall evenly, so a hash says which page of a run it is on
 *
 * Runs are of tiers. Where the log is full and a tier has all of its runs, they become one of the next tier together:
 *
 *     log ─▶ 1 1 1 ─▶ 4 4 4 ─▶ 16 16 16 16 16 …        as many logs' worth of keys
 *
 * So a key is written three times at most, and a page for 170 keys. Newer runs are right where two hold the same key.
 */
export interface KeyRun {
  readonly id: number;
  readonly tier: number;
  readonly keys: number;
  readonly pages: number;
  readonly filter: KeyFilter;
}

/** A page with more of them rarely fits in one of the file's. */
const KEYS_OF_A_PAGE = 170;
/** In a run; the largest runs have far fewer. */
const PAGES_MAX = 2 ** 20;
/** Runs of one tier, but of the last. */
const RUNS_OF_A_TIER = 3;
/** Its runs, a million keys each, are not joined any more: that would keep other writers waiting for seconds. */
const LAST_TIER = 2;

const READ_RUNS = 'SELECT id, tier, keys, pages FROM key_run ORDER BY id DESC';
const READ_FILTER = 'SELECT filter FROM key_run WHERE id = ?';
const READ_PAGE = 'SELECT entries FROM key_page WHERE id = ?';
const READ_PAGES = 'SELECT entries FROM key_page WHERE id BETWEEN ? AND ?';
const ADD_RUN = 'INSERT INTO key_run (id, tier, keys, pages, filter) VALUES (?, ?, ?, ?, ?)';
const ADD_PAGE = 'INSERT INTO key_page (id, entries) VALUES (?, ?)';
const REMOVE_RUN = 'DELETE FROM key_run WHERE id = ?';
const REMOVE_PAGES = 'DELETE FROM key_page WHERE id BETWEEN ? AND ?';

/** All runs, the newest first. A run never changes under its number, so those that are known are not read again. */
export const readRuns = (connection: Connection, known: readonly KeyRun[]): readonly KeyRun[] =>
  listRuns(connection).map(
    (run) =>
      known.find(({ id }) => id === run.id) ?? {
        ...run,
        filter: wordsOf(connection.prepare(READ_FILTER).get(run.id)!.filter as Uint8Array),
      },
  );

type ListedRun = Omit<KeyRun, 'filter'>;

const listRuns = (connection: Connection): readonly ListedRun[] =>
  connection.prepare(READ_RUNS).all() as unknown as readonly ListedRun[];

const pageId = ({ id }: ListedRun, page: number): number => id * PAGES_MAX + page;

/** The page that a hash is on, by its first word. */
const pageOf = (firstWord: number, pages: number): number => Math.floor((firstWord * pages) / 2 ** 32);

/** The call that a run gives the key of an entry to; undefined where it does not hold it. */
export const findInRun = (connection: Connection, run: KeyRun, entry: Uint32Array): number | undefined => {
  const row = connection.prepare(READ_PAGE).get(pageId(run, pageOf(entry[0]!, run.pages)));
  if (row === undefined) return undefined;
  const entries = wordsOf(row.entries as Uint8Array);
  const at = firstFrom(entries, entry);
  if (at === entries.length || compareEntries(entries, at, entry, 0) !== 0) return undefined;
  return entries[at + CALL_WORD];
};

/** The place of the first entry whose hash is not smaller. */
const firstFrom = (entries: Uint32Array, wanted: Uint32Array): number => {
  let low = 0;
  let high = entries.length / ENTRY_WORDS;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareEntries(entries, middle * ENTRY_WORDS, wanted, 0) < 0) low = middle + 1;
    else high = middle;
  }
  return low * ENTRY_WORDS;
};

/** Entries on the pages that may hold hashes between two, run by run, the oldest first. For a reader without filters. */
export function* pagesBetween(
  connection: Connection,
  first: Uint32Array,
  last: Uint32Array,
): Generator<Uint32Array> {
  for (const run of [...listRuns(connection)].reverse()) {
    const [from, to] = [first, last].map((entry) => pageId(run, pageOf(entry[0]!, run.pages)));
    for (const row of connection.prepare(READ_PAGES).all(from!, to!))
      yield wordsOf(row.entries as Uint8Array);
  }
}

/**
 * Writes a full log as a run, together with the runs that are as many as their tier may have, inside the caller's write
 * transaction.
 *
 * @param runs All of them, the newest first.
 * @param log Entries in no order, each hash once.
 */
export const addRun = (connection: Connection, runs: readonly ListedRun[], log: Uint32Array): void => {
  const { joined, tier } = joinedRuns(runs);
  const keys = log.length / ENTRY_WORDS + joined.reduce((sum, run) => sum + run.keys, 0);
  const id = (runs[0]?.id ?? 0) + 1;
  const writer = createRunWriter(connection, { id, tier, keys, pages: Math.ceil(keys / KEYS_OF_A_PAGE) });
  merge(
    [...sortedParts(log).map((part) => [part]), ...joined.map((run) => pagesOf(connection, run))],
    writer.add,
  );
  writer.end();
  for (const run of joined) {
    connection.prepare(REMOVE_RUN).run(run.id);
    connection.prepare(REMOVE_PAGES).run(pageId(run, 0), pageId(run, run.pages));
  }
};

/** The newest runs that become one with the log, and its tier. */
const joinedRuns = (runs: readonly ListedRun[]): { joined: readonly ListedRun[]; tier: number } => {
  let tier = 0;
  let count = 0;
  for (; tier < LAST_TIER; tier++) {
    const ofTier = runs.filter((run) => run.tier === tier).length;
    if (ofTier < RUNS_OF_A_TIER) break;
    count += ofTier;
  }
  return { joined: runs.slice(0, count), tier };
};

function* pagesOf(connection: Connection, run: ListedRun): Generator<Uint32Array> {
  for (let page = 0; page < run.pages; page++) {
    const row = connection.prepare(READ_PAGE).get(pageId(run, page));
    if (row !== undefined) yield wordsOf(row.entries as Uint8Array);
  }
}

/** Where reading one of several sorted lists has come to. */
interface Source {
  readonly lists: Iterator<Uint32Array>;
  entries: Uint32Array;
  at: number;
}

/** Gives all entries in their order; of those with the same hash the one of the first source. */
const merge = (
  lists: readonly Iterable<Uint32Array>[],
  give: (entries: Uint32Array, at: number) => void,
): void => {
  let sources = lists
    .map((list): Source => ({ lists: list[Symbol.iterator](), entries: new Uint32Array(), at: 0 }))
    .filter(isThere);
  while (sources.length > 0) {
    let least = sources[0]!;
    let hasEnded = false;
    for (let i = 1; i < sources.length; i++) {
      const source = sources[i]!;
      let order = compareEntries(source.entries, source.at, least.entries, least.at);
      if (order === 0) {
        // Of an older run.
        if (!moveOn(source)) {
          hasEnded = true;
          continue;
        }
        order = compareEntries(source.entries, source.at, least.entries, least.at);
      }
      if (order < 0) least = source;
    }
    give(least.entries, least.at);
    if (!moveOn(least) || hasEnded) sources = sources.filter(isThere);
  }
};

const moveOn = (source: Source): boolean => {
  source.at += ENTRY_WORDS;
  return source.at < source.entries.length || isThere(source);
};

/** Whether there is an entry to read, of the next list where this one is at its end. */
const isThere = (source: Source): boolean => {
  while (source.at >= source.entries.length) {
    const next = source.lists.next();
    if (next.done === true) return false;
    source.entries = next.value;
    source.at = 0;
  }
  return true;
};

/** Takes entries in their order and writes the pages of a run. */
const createRunWriter = (connection: Connection, run: ListedRun) => {
  const filter = createFilter(run.keys);
  let page = 0;
  let entries = new Uint32Array(2 * KEYS_OF_A_PAGE * ENTRY_WORDS);
  let length = 0;
  const flush = (): void => {
    if (length === 0) return;
    connection.prepare(ADD_PAGE).run(pageId(run, page), bytesOf(entries.subarray(0, length)));
    length = 0;
  };
  return {
    add: (from: Uint32Array, at: number): void => {
      const to = pageOf(from[at]!, run.pages);
      if (to !== page) flush();
      page = to;
      if (length === entries.length) entries = widened(entries);
      for (let word = 0; word < ENTRY_WORDS; word++) entries[length + word] = from[at + word]!;
      length += ENTRY_WORDS;
      addToFilter(filter, from, at);
    },
    end: (): void => {
      flush();
      connection.prepare(ADD_RUN).run(run.id, run.tier, run.keys, run.pages, bytesOf(filter));
    },
  };
};
