import type { FileInfo, LineReader } from '@meterline/sources';
import type { ByteStream } from './byte-stream.ts';
import type { Collector } from './collector.ts';
import { CHUNK_BYTES, LINE_HEAD_BYTES, MAX_LINE_BYTES } from './limits.ts';

const NEWLINE = 0x0a;

/**
 * The window through which a file of lines is read: one buffer, used again and again.
 *
 *     0            held                    capacity
 *     ├── torn line ──┼─── free, to be filled ───┤      `at`: where byte 0 of the window stands in the file
 *
 * A reader consumes whole lines; what is left is moved to the front. When a line does not fit, the window doubles up to
 * MAX_LINE_BYTES; a longer line is passed over without being held.
 */
export interface LineWindow {
  buffer: Uint8Array;
  held: number;
  at: number;
}

export const newBuffer = (): Uint8Array => new Uint8Array(CHUNK_BYTES);

/** Yields after each filled window; `window.at` is then the offset up to which everything has been read. */
export async function* readLines(
  reader: LineReader,
  state: unknown,
  info: FileInfo,
  stream: ByteStream,
  window: LineWindow,
  collector: Collector,
): AsyncGenerator<void> {
  for (;;) {
    const filling = stream.read(window.buffer.subarray(window.held));
    const got = typeof filling === 'number' ? filling : await filling;
    if (got === 0) break;
    window.held += got;
    advance(window, reader.read(whole(window), window.at, state, info, collector.out));
    if (window.held === window.buffer.length && !(await makeRoom(reader, stream, window, collector))) return;
    yield;
  }
  if (window.held > 0) readUnfinished(reader, state, info, window, collector);
}

const whole = (window: LineWindow): Uint8Array => window.buffer.subarray(0, window.held);

const advance = (window: LineWindow, bytes: number): void => {
  window.buffer.copyWithin(0, bytes, window.held);
  window.held -= bytes;
  window.at += bytes;
};

/** The window is one unfinished line. False when the file ends inside a line that is too long to hold. */
const makeRoom = async (
  reader: LineReader,
  stream: ByteStream,
  window: LineWindow,
  collector: Collector,
): Promise<boolean> => {
  const passable = reader.skippable?.(window.buffer.subarray(0, LINE_HEAD_BYTES)) === true;
  if (!passable && window.buffer.length < MAX_LINE_BYTES) {
    const wider = new Uint8Array(Math.min(window.buffer.length * 2, MAX_LINE_BYTES));
    wider.set(window.buffer);
    window.buffer = wider;
    return true;
  }
  if (!passable) collector.issue(window.at, 'LINE_TOO_LONG', `${MAX_LINE_BYTES}`);
  return passLine(stream, window);
};

/** Reads over the rest of a line. Unless its end was found the window stays at the line's start, to be read again. */
const passLine = async (stream: ByteStream, window: LineWindow): Promise<boolean> => {
  let passed = window.held;
  for (;;) {
    const got = await stream.read(window.buffer);
    if (got === 0) return false;
    const newline = window.buffer.subarray(0, got).indexOf(NEWLINE);
    if (newline !== -1) {
      window.at += passed;
      window.held = got;
      advance(window, newline + 1);
      return true;
    }
    passed += got;
  }
};

/**
 * A last line without a newline may be whole or torn. It is read with a copy of the state, in silence, and not
 * committed: when the rest has come it is read again, and its identity keys keep it one call.
 */
const readUnfinished = (
  reader: LineReader,
  state: unknown,
  info: FileInfo,
  window: LineWindow,
  collector: Collector,
): void => {
  const line = new Uint8Array(window.held + 1);
  line.set(whole(window));
  line[window.held] = NEWLINE;
  reader.read(line, window.at, structuredClone(state), info, { ...collector.out, issue: () => {} });
};
