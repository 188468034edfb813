/** What a corpus holds when everything in it is counted once. */
export interface Truth {
  calls: number;
  readonly tokens: {
    input: number;
    cacheRead: number;
    cacheWrite: number;
    output: number;
    reasoning: number;
  };
  totalTokens: number;
  files: number;
  bytes: number;
  lines: number;
}

export const emptyTruth = (): Truth => ({
  calls: 0,
  tokens: { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 },
  totalTokens: 0,
  files: 0,
  bytes: 0,
  lines: 0,
});

/** Adds one call; `tokens` are disjoint, but for `reasoning`, which is inside `output`. */
export const addCall = (truth: Truth, tokens: Truth['tokens']): void => {
  truth.calls++;
  for (const kind of ['input', 'cacheRead', 'cacheWrite', 'output', 'reasoning'] as const) {
    truth.tokens[kind] += tokens[kind];
    if (kind !== 'reasoning') truth.totalTokens += tokens[kind];
  }
};
