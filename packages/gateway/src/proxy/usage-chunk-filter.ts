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
  return {
    push: (chunk) => {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const out: Buffer[] = [];
      let start = 0;
      for (let end = eventEnd(bytes, 0); end !== -1; end = eventEnd(bytes, start)) {
        const event = bytes.subarray(start, end);
        if (!isUsageChunk(event)) out.push(event);
        start = end;
      }
      const rest = bytes.subarray(start);
      held = rest.length <= MAX_HELD_BYTES && mayBeUsage(rest) ? Buffer.from(rest) : EMPTY;
      if (held.length === 0 && rest.length > 0) out.push(rest);
      return out.length === 1 ? out[0]! : Buffer.concat(out);
    },
    end: () => {
      const rest = isUsageChunk(held) ? EMPTY : held;
      held = EMPTY;
      return rest;
    },
  };
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
