/**
 * Token counts of one model call. Every count is **disjoint** (`input` is uncached text input; cached and audio/image
 * tokens stand in their own counts; `output` includes reasoning, of which `reasoning` is an informational subset).
 * `undefined` means *not reported*, which is not 0.
 */
export interface TokenUsage {
  readonly input?: number;
  readonly cacheRead?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly cacheWrite12h?: number;
  /** Cache writes at the provider's default time to live. */
  readonly cacheWrite?: number;
  readonly inputAudio?: number;
  readonly outputAudio?: number;
  readonly inputImage?: number;
  readonly outputImage?: number;
  readonly output?: number;
  readonly reasoning?: number;
}

export type TokenKind = keyof TokenUsage;

/** Every kind, in the one order that columns, exports and hashes use. */
export const TOKEN_KINDS = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'cacheWrite12h',
  'cacheWrite',
  'inputAudio',
  'outputAudio',
  'inputImage',
  'outputImage',
  'output',
  'reasoning',
] as const satisfies readonly TokenKind[];

/** The kinds that are sent to the model: together they decide the context tier (design §4, prices §3.2). */
export const PROMPT_KINDS = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'cacheWrite12h',
  'cacheWrite',
  'inputAudio',
  'inputImage',
] as const satisfies readonly TokenKind[];

export const CACHE_WRITE_KINDS = [
  'cacheWrite5m',
  'cacheWrite1h',
  'cacheWrite12h',
  'cacheWrite',
] as const satisfies readonly TokenKind[];

// Spelled out instead of summed over lists of kinds: these run for every call that is imported.

/** Tokens of the request, cached ones included. */
export const promptTokens = (usage: TokenUsage): number =>
  (usage.input ?? 0) +
  (usage.cacheRead ?? 0) +
  cacheWriteTokens(usage) +
  (usage.inputAudio ?? 0) +
  (usage.inputImage ?? 0);

/** Cache writes of every time to live. */
export const cacheWriteTokens = (usage: TokenUsage): number =>
  (usage.cacheWrite5m ?? 0) +
  (usage.cacheWrite1h ?? 0) +
  (usage.cacheWrite12h ?? 0) +
  (usage.cacheWrite ?? 0);

/** All tokens, each counted once: all but `reasoning`, which is inside `output`. */
export const totalTokens = (usage: TokenUsage): number =>
  promptTokens(usage) + (usage.outputAudio ?? 0) + (usage.outputImage ?? 0) + (usage.output ?? 0);

/** True when nothing was counted: such a row is an error or a note, not a billed call. */
export const isEmptyUsage = (usage: TokenUsage): boolean => totalTokens(usage) === 0;

/** Adds kind by kind; a kind that neither side reports stays unreported. */
export const addUsage = (a: TokenUsage, b: TokenUsage): TokenUsage => {
  const added: { -readonly [K in TokenKind]?: number } = {};
  for (const kind of TOKEN_KINDS) {
    const left = a[kind];
    const right = b[kind];
    if (left !== undefined || right !== undefined) added[kind] = (left ?? 0) + (right ?? 0);
  }
  return added;
};
