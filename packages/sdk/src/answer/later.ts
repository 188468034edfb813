import { MAX_WAITING_CHARS } from '../limits.ts';

/** Work on an answer that the program has already: it goes on first, and the answer is read when it next pauses. */
const waiting: { readonly size: number; readonly work: () => void }[] = [];
let waitingChars = 0;

/** False where too much waits already: then it is not done at all. */
export const later = (size: number, work: () => void): boolean => {
  if (waitingChars + size > MAX_WAITING_CHARS) return false;
  if (waiting.length === 0) setTimeout(doWaiting, 0);
  waiting.push({ size, work });
  waitingChars += size;
  return true;
};

/** Does at once what waits: before a flush, and when the process ends. */
export const doWaiting = (): void => {
  for (const { size, work } of waiting.splice(0)) {
    waitingChars -= size;
    work();
  }
};
