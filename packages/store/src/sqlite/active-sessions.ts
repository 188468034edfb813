import type { PlannedQuery, PlanSpan, SegmentLevel } from '../plan/usage-plan.ts';
import type { ActiveSessions } from '../store.ts';
import { CALLS_SET } from '../totals/rollup-measures.ts';
import { idsByRow } from './column-loops.ts';
import { createColumnReader, type DayColumns, readFineRows } from './day-columns.ts';
import { NOT_SET } from './name-table.ts';
import { sealedId } from './segment-parts.ts';
import type { Shelf } from './shelf.ts';
import { type Summed, type SumQuery, sumUp } from './sum-up.ts';

const BY = ['session', 'app'] as const;
const [SESSION, APP] = [0, 1];

/**
 * Sessions with a call in the range that satisfies all filters, from the rollups: of sealed days only which sessions their
 * rows belong to is read. In one read transaction of the caller.
 *
 * @param onFound Told the ids of each of them, once.
 */
export const findActiveSessions = (
  shelf: Shelf,
  query: Pick<SumQuery, 'where'> & PlannedQuery,
  onFound: (session: number, app: number) => void = () => {},
): ActiveSessions => {
  const asked = { ...query, by: BY };
  const parts: DayPart[] = [];
  const summed = sumUp(shelf, asked, CALLS_SET, (level, span) => parts.push({ level, span }));
  const partsOf = Map.groupBy(parts, ({ span: [cell] }) => cell);
  const groups = groupsByCell(summed);
  const addPart = createPartReader(shelf, asked);
  const presence = createPresence(onFound);
  const intervals = summed.cells.map((start, cell) => {
    const add = presence.startInterval();
    for (const part of partsOf.get(cell) ?? []) addPart(add, part);
    for (const group of groups[cell] ?? [])
      add(summed.accumulator.idAt(group, SESSION), summed.accumulator.idAt(group, APP));
    return { start, count: presence.inInterval() };
  });
  return {
    count: presence.inAll(),
    intervals: intervals
      .flatMap(({ start, count }) => (start === null || count === 0 ? [] : [{ start, count }]))
      .sort((a, b) => a.start - b.start),
  };
};

/** All of a sealed day, or some hours or quarters of it. */
interface DayPart {
  readonly level: SegmentLevel;
  readonly span: PlanSpan;
}

/** Groups that have calls: what the tail of the range took off may have been all of one. */
const groupsByCell = ({ accumulator, cells }: Summed): readonly (readonly number[])[] => {
  const calls = accumulator.sumsOf(0);
  const groups = cells.map(() => [] as number[]);
  for (let group = 0; group < accumulator.size; group++)
    if (calls[group] !== 0) groups[accumulator.cellOf(group)]!.push(group);
  return groups;
};

type Add = (session: number, app: number) => void;

/** Adds whatever rows of a sealed day belong to: each has calls. Parts of one day follow each other. */
const createPartReader = (shelf: Shelf, query: SumQuery) => {
  const readColumns = createColumnReader(shelf, query);
  let read: { readonly day: number; readonly id: number; readonly rows: SessionRows } | undefined;
  return (add: Add, { level, span: [, from, to] }: DayPart): void => {
    const day = shelf.dayOf(from);
    if (read?.day !== day) {
      const id = sealedId(shelf.connection, day)!;
      read = { day, id, rows: sessionRows(readColumns(id)) };
    }
    const { sessions, apps, kept } = read.rows;
    const addRow = (row: number): void => {
      if (kept?.[row] !== 0) add(sessions[row]!, apps[row]!);
    };
    if (level === 'segment') {
      for (let row = 0; row < sessions.length; row++) addRow(row);
      return;
    }
    const { dayRows, rowAt } = readFineRows(shelf, read.id, level, day);
    for (let row = rowAt(from), end = rowAt(to); row < end; row++) addRow(dayRows[row]!);
  };
};

interface SessionRows {
  readonly sessions: Uint32Array;
  readonly apps: Uint32Array;
  readonly kept: Uint8Array | undefined;
}

const sessionRows = ({ columns, kept }: DayColumns): SessionRows => {
  const [sessions, apps] = columns.map(idsByRow) as [Uint32Array, Uint32Array];
  return { sessions, apps, kept };
};

/** Counts sessions, each once an interval and once in all. Hardly any has two apps: only those take a text each. */
const createPresence = (onFound: Add) => {
  // Of each session by its id: its first app, and the number of the interval that it was met in last; 0 for none.
  let firstApp = new Int32Array(1_024).fill(NO_APP);
  let metIn = new Int32Array(1_024);
  const others = new Map<string, number>();
  let [interval, inInterval, inAll] = [0, 0, 0];
  const addOther: Add = (session, app) => {
    const key = `${session} ${app}`;
    const last = others.get(key);
    if (last === interval) return;
    others.set(key, interval);
    inInterval += 1;
    if (last === undefined) found(session, app);
  };
  const found: Add = (session, app) => {
    inAll += 1;
    onFound(session, app);
  };
  const add: Add = (session, app) => {
    if (session === NOT_SET) return;
    if (session >= metIn.length) {
      firstApp = grown(firstApp, session + 1, NO_APP);
      metIn = grown(metIn, session + 1, 0);
    }
    const first = firstApp[session]!;
    if (first !== app && first !== NO_APP) return addOther(session, app);
    if (metIn[session] === interval) return;
    metIn[session] = interval;
    inInterval += 1;
    if (first === app) return;
    firstApp[session] = app;
    found(session, app);
  };
  return {
    /** Those of the next interval. */
    startInterval: (): Add => {
      interval += 1;
      inInterval = 0;
      return add;
    },
    inInterval: () => inInterval,
    inAll: () => inAll,
  };
};

/** Ids of names are 0 or more. */
const NO_APP = -1;

const grown = (values: Int32Array, least: number, empty: number): Int32Array<ArrayBuffer> => {
  const more = new Int32Array(Math.max(least, values.length * 2)).fill(empty);
  more.set(values);
  return more;
};
