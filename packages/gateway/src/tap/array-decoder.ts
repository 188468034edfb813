import { type AnswerDecoder, MAX_VALUE_BYTES, type OnValue } from './decoder.ts';
import { JsonScanner, stringRunEnd } from './json-scanner.ts';

/** A JSON array that comes element by element (Gemini without `alt=sse`): gives each as soon as it is whole. */
export const arrayDecoder = (onValue: OnValue): AnswerDecoder => {
  const scanner = new JsonScanner();
  let element: Buffer[] = [];
  let size = 0;
  let skipped = 0;
  const keep = (part: Buffer): void => {
    size += part.length;
    if (size <= MAX_VALUE_BYTES) element.push(Buffer.from(part));
    else element = [];
  };
  const give = (): void => {
    try {
      if (size > MAX_VALUE_BYTES) skipped += 1;
      else onValue(JSON.parse(Buffer.concat(element).toString('utf8')));
    } catch {
      skipped += 1;
    }
    element = [];
    size = 0;
  };
  /** Inside the array's own brackets an object begins depth 2. */
  const ELEMENT_DEPTH = 2;
  return {
    push: (chunk) => {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let start = scanner.depth >= ELEMENT_DEPTH ? 0 : -1;
      for (let at = 0; at < bytes.length; at += 1) {
        if (scanner.inRun) {
          at = stringRunEnd(bytes, at);
          if (at === bytes.length) break;
        }
        const before = scanner.depth;
        scanner.take(bytes[at]!);
        if (before < ELEMENT_DEPTH && scanner.depth === ELEMENT_DEPTH) start = at;
        if (before !== ELEMENT_DEPTH || scanner.depth >= ELEMENT_DEPTH) continue;
        keep(bytes.subarray(start, at + 1));
        start = -1;
        give();
      }
      if (start !== -1) keep(bytes.subarray(start));
    },
    end: () => {},
    ended: () => false,
    skipped: () => skipped,
  };
};
