import { tokensOfText } from '../answer/text-length.ts';
import type { AnswerReading } from '../call/metered-call.ts';
import type { ModelRates } from '../public-types.ts';
import { CostCeilingError } from './errors.ts';
import { costUsd } from './running-cost.ts';

/** Follows the cost of one stream. */
export interface Ceiling {
  /** The error that ends the stream; undefined while it may go on. */
  passedBy(answer: Pick<AnswerReading, 'usage' | 'hasEnded' | 'estimatedOutput'>): Error | undefined;
}

/**
 * Input is what the stream has said of it (Anthropic's first event), else the request's size; output the larger of what it
 * has said and what its text amounts to. A stream that has ended is never cut: its text is there, and paid for.
 *
 * @param rates Undefined while they are not known: until then nothing is cut.
 */
export const ceilingOf = (
  limitUsd: number,
  model: string,
  requestBytes: number,
  rates: () => ModelRates | undefined,
): Ceiling => {
  let seen = 0;
  return {
    passedBy: (answer) => {
      const known = rates();
      // Only more text is a reason to stop: what comes behind the last of it is paid for, and makes it whole.
      const hasMore = answer.estimatedOutput > seen;
      seen = answer.estimatedOutput;
      if (known === undefined || answer.hasEnded || !hasMore) return undefined;
      const said = answer.usage()?.tokens;
      const input = said?.input ?? tokensOfText(requestBytes);
      const output = Math.max(said?.output ?? 0, answer.estimatedOutput);
      const spentUsd = costUsd({ ...said, input, output }, known);
      if (spentUsd <= limitUsd) return undefined;
      const estimated = said?.input === undefined || output > (said.output ?? 0);
      return new CostCeilingError({ spentUsd, limitUsd, model: answer.usage()?.model ?? model, estimated });
    },
  };
};
