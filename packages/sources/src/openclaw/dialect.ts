import type { Dialect } from '../transcript-family/index.ts';

export const OPENCLAW: Dialect = {
  source: 'openclaw',
  cronTurns: true,
  failedCalls: true,
  doubtsCompletionsOutput: true,
};
