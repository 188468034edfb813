import { textOf } from './fields.ts';

/** Distinct names that are kept before the memory is emptied: the ids, folders and models of one file are few. */
const MAX_NAMES = 1024;

/**
 * `textOf` with a memory: the names in a log repeat on every line. Checking and copying each again costs more than the
 * line, and thousands of equal strings would be kept.
 */
export class Names {
  readonly #known = new Map<string, string | undefined>();

  of(value: unknown): string | undefined {
    if (typeof value !== 'string') return undefined;
    const known = this.#known.get(value);
    if (known !== undefined || this.#known.has(value)) return known;
    if (this.#known.size >= MAX_NAMES) this.#known.clear();
    const name = textOf(value);
    this.#known.set(value, name);
    return name;
  }
}
