import type { AnswerDecoder, OnText, OnValue } from './decoder.ts';
import { type Interest, isWanted, searchFor } from './interest.ts';
import { bufferOf, LineSplitter } from './line-splitter.ts';

/** One JSON value a line (Ollama). */
export const linesDecoder = (interest: Interest, onValue: OnValue, onText: OnText): AnswerDecoder => {
  const search = searchFor(interest);
  let isFirst = true;
  let skipped = 0;
  const lines = new LineSplitter((line) => {
    if (line.length === 0) return;
    if (!isWanted(interest, undefined, line, isFirst, search)) return onText(line);
    isFirst = false;
    try {
      onValue(JSON.parse(line.toString('utf8')));
    } catch {
      skipped += 1;
    }
  });
  return {
    push: (chunk) => {
      search?.begin(bufferOf(chunk));
      lines.push(chunk);
    },
    end: () => lines.end(),
    ended: () => false,
    skipped: () => skipped + lines.tooLong,
  };
};
