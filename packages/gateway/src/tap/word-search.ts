/**
 * Whether any of some words stands in parts of a chunk. Parts are asked for in their order, and each word is searched for
 * once through the chunk, natively: a stream's chunk has dozens of events, and a search in each of them for each word would
 * cost more than everything else that is done with it.
 *
 *     chunk   ┌──────┬──────┬──────┬──────┐
 *     word    ─────────────────→ next hit: no part before it is asked again
 */
export class WordSearch {
  readonly #words: readonly Buffer[];
  /** Of each word the next place in the chunk; `NOWHERE` behind the last. */
  readonly #next: number[];
  #chunk: Buffer = Buffer.alloc(0);

  constructor(words: readonly Buffer[]) {
    this.#words = words;
    this.#next = words.map(() => NOWHERE);
  }

  begin(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#next.fill(NOT_SEARCHED);
  }

  /** Where the next word begins, whichever; `NOWHERE` where none does. */
  next(from: number): number {
    let next = NOWHERE;
    for (let word = 0; word < this.#words.length; word += 1) next = Math.min(next, this.#nextOf(word, from));
    return next;
  }

  /** Of a part of the chunk behind those that were asked before; of other bytes, too, which are searched themselves. */
  isIn(part: Buffer): boolean {
    const from = part.byteOffset - this.#chunk.byteOffset;
    const end = from + part.length;
    if (part.buffer !== this.#chunk.buffer || from < 0 || end > this.#chunk.length)
      return this.#words.some((word) => part.includes(word));
    for (let word = 0; word < this.#words.length; word += 1) {
      const at = this.#nextOf(word, from);
      if (at !== NOWHERE && at + this.#words[word]!.length <= end) return true;
    }
    return false;
  }

  #nextOf(word: number, from: number): number {
    const known = this.#next[word]!;
    if (known === NOWHERE || known >= from) return known;
    const at = this.#chunk.indexOf(this.#words[word]!, from);
    const next = at === -1 ? NOWHERE : at;
    this.#next[word] = next;
    return next;
  }
}

const NOT_SEARCHED = -1;
/** Behind every place. */
export const NOWHERE = Number.MAX_SAFE_INTEGER;
