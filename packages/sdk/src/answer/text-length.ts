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

/** How many bytes of text one value of a stream carries. The text is measured, never kept. */
export const textBytes = (value: unknown, depth = 0): number => {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textBytes(one, depth + 1), 0);
  const { type } = value as { type?: unknown };
  if (depth === 0 && typeof type === 'string' && REPEATS.test(type)) return 0;
  let sum = 0;
  for (const key in value) {
    const one = (value as Record<string, unknown>)[key];
    if (typeof one === 'string') sum += TEXT_FIELDS.has(key) ? bytesOf(one) : 0;
    else sum += textBytes(one, depth + 1);
  }
  return sum;
};

const encoder = new TextEncoder();

const bytesOf = (text: string): number =>
  /[^\u0000-\u007f]/.test(text) ? encoder.encode(text).length : text.length;

/** English has about four letters a token; in other scripts a letter has more bytes, and is more of a token. */
const BYTES_PER_TOKEN = 4;

export const tokensOfText = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN);
