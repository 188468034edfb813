import type { Random } from './random.ts';

/** What tools print and people paste: code, paths, JSON that looks like usage, letters outside ASCII. */
const PIECES = [
  'const answer = await client.send({ "role": "user", "content": "…" });\n',
  '  if (lines.length > limit) return lines.slice(0, limit);\n',
  '{"type":"assistant","message":{"id":"msg_quoted","usage":{"input_tokens":999999,"output_tokens":999999}}}\n',
  'src/components/panel/header.tsx:118:23 error TS2345: argument of type "string"\n',
  '| column | meaning | unit |\n|---|---|---|\n',
  'naïve façade, größer, 日本語のテキスト, ok ✓\n',
  '"token_count","total_token_usage":{"input_tokens":123456,"total_tokens":123999}\n',
  'the build ran and the test passed so the next step reads a file and changes one line then runs it again\n',
  '\tat Object.<anonymous> (/home/dev/project/src/index.js:10:5)\r\n',
];
/** Size of the text that every content is cut from. */
const POOL_CHARS = 1 << 20;

/** Cuts contents out of one long text, already escaped for JSON: making gigabytes of it takes seconds. */
export class Filler {
  readonly #random: Random;
  readonly #pieces: readonly string[];

  constructor(random: Random) {
    this.#random = random;
    const pieces: string[] = [];
    for (let size = 0; size < POOL_CHARS; ) {
      const piece = JSON.stringify(random.pick(PIECES)).slice(1, -1);
      pieces.push(piece);
      size += piece.length;
    }
    this.#pieces = pieces;
  }

  /** About `chars` characters, as the inside of a JSON string. */
  text(chars: number): string {
    let from = this.#random.int(0, this.#pieces.length - 1);
    const parts: string[] = [];
    for (let size = 0; size < chars; from = (from + 1) % this.#pieces.length) {
      const piece = this.#pieces[from] as string;
      parts.push(piece);
      size += piece.length;
    }
    return parts.join('');
  }
}
