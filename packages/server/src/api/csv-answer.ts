import { Buffer } from 'node:buffer';
import { setImmediate as otherWork } from 'node:timers/promises';
import { csvLine } from '../report/index.ts';

/** A column of a report: its head, and what stands in it. */
export interface CsvColumn<Row> {
  readonly head: string;
  readonly of: (row: Row) => unknown;
}

/** Text is gathered up to here before it is sent: this much of a stream is held in memory, whatever its length. */
export const CSV_CHUNK_BYTES = 64 * 1024;
/** A chunk of rows that come slowly is sent after so many. */
const ROWS_AT_ONCE = 2_000;

/** The type by which the contract's routes of CSV are answered. */
export type CsvAnswer = Response & {
  readonly _data: string;
  readonly _status: 200;
  readonly _format: 'text';
};

/**
 * Rows as a CSV file of this name. What goes wrong with the first rows is thrown, and so can still be answered; later the
 * stream breaks off. Rows are asked for as fast as they are read, and no longer when the reader has gone.
 */
export const csvAnswer = async <Row>(
  name: string,
  columns: readonly CsvColumn<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): Promise<CsvAnswer> =>
  csvTextAnswer(
    name,
    csvLine(columns.map(({ head }) => head)),
    linesOf(rows, (row) => csvLine(columns.map(({ of }) => of(row)))),
  );

/** The same of lines that are CSV already. */
export const csvTextAnswer = async (
  name: string,
  head: string,
  lines: AsyncIterable<string>,
): Promise<CsvAnswer> => {
  const chunks = chunksOf(head, lines);
  const first = await chunks.next();
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        if (!first.done) controller.enqueue(first.value);
      },
      pull: async (controller) => {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await chunks.return(undefined)),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: CSV_CHUNK_BYTES }),
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${safeName(name)}.csv"`,
    },
  }) as CsvAnswer;
};

async function* linesOf<Row>(
  rows: Iterable<Row> | AsyncIterable<Row>,
  line: (row: Row) => string,
): AsyncGenerator<string> {
  for await (const row of rows) yield line(row);
}

/** Between two chunks other requests have their turn: a ledger answers without letting go of the thread. */
async function* chunksOf(
  head: string,
  lines: AsyncIterable<string>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
  let text = head;
  let rows = 0;
  for await (const line of lines) {
    text += line;
    if (++rows < ROWS_AT_ONCE && text.length < CSV_CHUNK_BYTES) continue;
    yield Buffer.from(text);
    await otherWork();
    text = '';
    rows = 0;
  }
  if (text !== '') yield Buffer.from(text);
  return undefined;
}

const MAX_NAME = 120;

/** A file name that every system takes. */
const safeName = (name: string): string =>
  `meterline-${name}`.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, MAX_NAME);
