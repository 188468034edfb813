/** What is wrong with one key of the user's file. `key` is a path such as `prices[0].rates.input`. */
export interface OverrideError {
  readonly key: string;
  readonly message: string;
}

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Collects faults while the values are read, so that the user sees all of them at once. */
export class OverrideErrors {
  readonly list: OverrideError[] = [];

  add(key: string, message: string): undefined {
    this.list.push({ key, message });
    return undefined;
  }

  /** Reports every key that is not among `known`: a misspelt key must not be silently without effect. */
  unknownKeys(value: Json, known: readonly string[], at: string): void {
    for (const key of Object.keys(value))
      if (!known.includes(key)) this.add(`${at}${key}`, `unknown key; expected one of ${known.join(', ')}`);
  }
}

/** Reads a list item by item; anything that is no list is one fault. */
export const readList = <T>(
  value: unknown,
  at: string,
  errors: OverrideErrors,
  read: (item: unknown, at: string, errors: OverrideErrors) => T[],
): T[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return errors.add(at, 'must be a list') ?? [];
  return value.flatMap((item, index) => read(item, `${at}[${index}]`, errors));
};
