/** Where the wires put what a model says, thinks, or hands to a tool. */
const TEXT_FIELDS: ReadonlySet<string> = new Set([
  'text',
  'thinking',
  'partial_json',
  'content',
  'reasoning_content',
  'reasoning',
  'refusal',
  'arguments',
  'delta',
  'response',
  'input',
  'generation',
  'completion',
]);
/** Deeper than any of them. */
const MAX_DEPTH = 10;
/** Responses says each text once more when it is whole. */
const REPEATS = /(\.done|\.completed)$/;

/**
 * How much text one value of a stream carries, of any wire (provider-usage §16). Texts are measured, never kept.
 *
 * @param bytesOf Bytes of one text, as whoever asks counts them.
 */
export const streamedTextBytes = (value: unknown, bytesOf: (text: string) => number, depth = 0): number => {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return 0;
  if (Array.isArray(value))
    return value.reduce((sum: number, one) => sum + streamedTextBytes(one, bytesOf, depth + 1), 0);
  const { type } = value as { type?: unknown };
  if (depth === 0 && typeof type === 'string' && REPEATS.test(type)) return 0;
  let sum = 0;
  for (const key in value) {
    const one: unknown = value[key as never];
    if (typeof one === 'string') sum += TEXT_FIELDS.has(key) ? bytesOf(one) : 0;
    else sum += streamedTextBytes(one, bytesOf, depth + 1);
  }
  return sum;
};

/** English has about four letters a token; in other scripts a letter has more bytes, and is more of a token. */
const BYTES_PER_TOKEN = 4;

/** About how many tokens a text of so many bytes is. */
export const tokensOfText = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN);
