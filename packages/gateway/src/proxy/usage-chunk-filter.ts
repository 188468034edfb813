const DATA = Buffer.from('data:');
const NO_CHOICES = [Buffer.from('"choices":[]'), Buffer.from('"choices": []')];
const USAGE = [Buffer.from('"usage":{'), Buffer.from('"usage": {')];
const LF = 10;

/** A usage chunk is some hundred bytes; an event that is longer is none, and is not held back. */
const MAX_HELD_BYTES = 16 * 1024;

/**
 * Takes the usage chunk that we asked for out of an OpenAI-style stream again: clients index `choices[0]`, which it has
 * not. Everything else passes byte for byte, and at once: only an event whose end has not come yet may wait for it.
 */
export interface UsageChunkFilter {
  /** What goes to the client now. */
  push(chunk: Buffer): Buffer;
  /** What was held back. */
  end(): Buffer;
}

export const usageChunkFilter = (): UsageChunkFilter => {
  let held: Buffer = EMPTY;
  /** The last bytes of an event of which a part has gone already: the rest goes, too, up to its end. */
  let gone: Buffer | undefined;
  const takeEvents = (bytes: Buffer, from: number, out: Buffer[]): void => {
    let start = from;
    for (let end = eventEnd(bytes, start); end !== -1; end = eventEnd(bytes, start)) {
      const event = bytes.subarray(start, end);
      if (!isUsageChunk(event)) out.push(event);
      start = end;
    }
    const rest = bytes.subarray(start);
    const isHeld = rest.length <= MAX_HELD_BYTES && mayBeUsage(rest);
    held = isHeld ? Buffer.from(rest) : EMPTY;
    if (isHeld) return;
    out.push(rest);
    gone = Buffer.from(rest.subarray(-END_BYTES));
  };
  return {
    push: (chunk) => {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const out: Buffer[] = [];
      const end = gone === undefined ? 0 : endOfGone(gone, bytes);
      if (end === -1) {
        gone = Buffer.concat([gone!, bytes.subarray(-END_BYTES)]).subarray(-END_BYTES);
        return bytes;
      }
      gone = undefined;
      if (end > 0) out.push(bytes.subarray(0, end));
      takeEvents(bytes, end, out);
      return out.length === 1 ? out[0]! : Buffer.concat(out);
    },
    end: () => {
      const rest = isUsageChunk(held) ? EMPTY : held;
      held = EMPTY;
      return rest;
    },
  };
};

/** Of the end of an event (LF LF, or LF CR LF) so much may have gone before the rest of it comes. */
const END_BYTES = 2;

/** Behind the end of an event that began before these bytes. */
const endOfGone = (gone: Buffer, bytes: Buffer): number => {
  const end = eventEnd(Buffer.concat([gone, bytes.subarray(0, END_BYTES)]), 0);
  // An end that lies in what has gone already would have been found there.
  return end > gone.length ? end - gone.length : eventEnd(bytes, 0);
};

const EMPTY: Buffer = Buffer.alloc(0);
const CR = 13;

/** Behind the empty line that ends an event; -1 where it has not come. */
const eventEnd = (bytes: Buffer, from: number): number => {
  for (let at = bytes.indexOf(LF, from); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
};

const isUsageChunk = (event: Buffer): boolean =>
  event.length > 0 &&
  event.length <= MAX_HELD_BYTES &&
  event.subarray(0, DATA.length).equals(DATA) &&
  NO_CHOICES.some((text) => event.includes(text)) &&
  USAGE.some((text) => event.includes(text));

/** An event that is not whole yet: with choices in it, or something else than data, it is none. */
const mayBeUsage = (rest: Buffer): boolean => {
  const begin = rest.subarray(0, DATA.length);
  if (!begin.equals(DATA.subarray(0, begin.length))) return false;
  return !rest.includes(CHOICES_WITH_CONTENT);
};
const CHOICES_WITH_CONTENT = Buffer.from('"choices":[{');
