import { Buffer } from 'node:buffer';

/** Ways in which logs are damaged, re-saved or hostile. For tests only. */

/** Looks like usage to a reader that searches for text; with characters that JSON escapes. */
export const CANARY = 'CANARY-7f3a';
const BAIT =
  `${CANARY} "usage":{"input_tokens":777777,"output_tokens":777777,"inputTokens":777777} {"type":"token_count"}\n` +
  `{"tokens":{"input":777777},"tokenUsage":{"inputTokens":777777}} "role":"assistant"`;

/** Keys that hold what people and models wrote, in any program's logs. */
const PROSE_KEYS = new Set(
  (
    'text content thinking prompt title summary description command stdout stderr output result arguments body ' +
    'query reasoning message label instructions answer question delta partial note explanation lastPrompt'
  ).split(' '),
);

/** Keys of names that may hold blanks: `Codex Desktop`. */
const NAME_KEYS = new Set(['originator']);

/** Whether a string could be prose: it stands where prose stands, or it is no name, id, path, number or time. */
const isProse = (key: string, value: string): boolean =>
  !NAME_KEYS.has(key) &&
  (PROSE_KEYS.has(key) || value === 'x' || (/\s/.test(value) && !/^[\d\s:.,TZ+-]+$/.test(value)));

/** The value with bait at the end of every string that could be prose; JSON inside a string (Cline) is gone into. */
export const plantCanaries = (value: unknown, key = ''): unknown => {
  if (typeof value === 'string') return plantInText(value, key);
  if (Array.isArray(value)) return value.map((item) => plantCanaries(item, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plantCanaries(inner, name)]));
};

const plantInText = (text: string, key: string): string => {
  try {
    const inner: unknown = JSON.parse(text);
    if (inner !== null && typeof inner === 'object') return JSON.stringify(plantCanaries(inner));
  } catch {
    // Plain text, as nearly always.
  }
  return isProse(key, text) ? `${text} ${BAIT}` : text;
};

/** Values that no field should have. */
export const HOSTILE_VALUES: readonly unknown[] = [
  null,
  -1,
  0.5,
  1e300,
  2 ** 60,
  '12',
  '-7',
  '',
  'x'.repeat(2000),
  [],
  {},
  true,
  [[[]]],
  '\u0000\u001b[31m',
];

/** The value with its `index`-th leaf (counted round) replaced. */
export const replaceLeaf = (value: unknown, index: number, replacement: unknown): unknown => {
  const leaves = countLeaves(value);
  const counter = { left: leaves === 0 ? 0 : index % leaves };
  return replaced(value, counter, replacement);
};

const countLeaves = (value: unknown): number =>
  value !== null && typeof value === 'object'
    ? Object.values(value).reduce((sum: number, inner) => sum + countLeaves(inner), 0)
    : 1;

const replaced = (value: unknown, counter: { left: number }, replacement: unknown): unknown => {
  if (value === null || typeof value !== 'object') {
    counter.left -= 1;
    return counter.left === -1 ? replacement : value;
  }
  if (Array.isArray(value)) return value.map((item) => replaced(item, counter, replacement));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, replaced(inner, counter, replacement)]),
  );
};

/** Each line of a JSONL text as its parsed value, changed and written again; lines that are no JSON stay. */
export const mapJsonLines = (text: string, change: (value: unknown, index: number) => unknown): string =>
  text
    .split('\n')
    .map((line, index) => {
      if (line.trim() === '') return line;
      try {
        return JSON.stringify(change(JSON.parse(line), index));
      } catch {
        return line;
      }
    })
    .join('\n');

/** The text with other lines after its first one and at its end. */
export const withLines = (text: string, lines: readonly string[]): string => {
  const first = text.indexOf('\n') + 1;
  const more = lines.map((line) => `${line}\n`).join('');
  return text.slice(0, first) + more + text.slice(first) + (text.endsWith('\n') ? more : '');
};

/** Lines of types that no reader knows yet, and JSON that is no record. */
export const UNKNOWN_LINES = [
  '{"type":"meterline_future_line","payload":{"usage":{}},"message":{"text":"x"}}',
  '{}',
  '[]',
  '42',
  '"text"',
  'null',
];

/** What is no text. */
export const invalidUtf8 = (text: string): Buffer => {
  const first = text.indexOf('\n') + 1;
  const bad = Buffer.from([0x22, 0xff, 0xfe, 0xc3, 0x22, 0x0a]);
  return Buffer.concat([Buffer.from(text.slice(0, first)), bad, Buffer.from(text.slice(first))]);
};

/** The text with every id-like string made another one, so that nothing in it was seen before. */
export const withFreshIds = (text: string, round: number): string =>
  text.replace(/"((?=[\w-]*\d)[\w-]{8,})"(?!\s*:)/g, (_whole, id: string) => `"${id}-${round}"`);
