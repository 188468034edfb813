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

/** Kinds that count towards the total: all but `reasoning`, which is inside `output`. */
const TOTAL_KINDS = [...PROMPT_KINDS, 'outputAudio', 'outputImage', 'output'] as const;

const sum = (usage: TokenUsage, kinds: readonly TokenKind[]): number => {
  let total = 0;
  for (const kind of kinds) total += usage[kind] ?? 0;
  return total;
};

/** Tokens of the request, cached ones included. */
export const promptTokens = (usage: TokenUsage): number => sum(usage, PROMPT_KINDS);
/** Cache writes of every time to live. */
export const cacheWriteTokens = (usage: TokenUsage): number => sum(usage, CACHE_WRITE_KINDS);
/** All tokens, each counted once. */
export const totalTokens = (usage: TokenUsage): number => sum(usage, TOTAL_KINDS);

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
