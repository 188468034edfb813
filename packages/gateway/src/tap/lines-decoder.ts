import type { AnswerDecoder, OnText, OnValue } from './decoder.ts';
import { type Interest, isWanted } from './interest.ts';
import { LineSplitter } from './line-splitter.ts';

/** One JSON value a line (Ollama). */
export const linesDecoder = (interest: Interest, onValue: OnValue, onText: OnText): AnswerDecoder => {
  let isFirst = true;
  let skipped = 0;
  const lines = new LineSplitter((line) => {
    if (line.length === 0) return;
    if (!isWanted(interest, undefined, line, isFirst)) return onText(line);
    isFirst = false;
    try {
      onValue(JSON.parse(line.toString('utf8')));
    } catch {
      skipped += 1;
    }
  });
  return {
    push: (chunk) => lines.push(chunk),
    end: () => lines.end(),
    ended: false,
    get skipped() {
      return skipped + lines.tooLong;
    },
  };
};
