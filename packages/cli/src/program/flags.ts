import { MeterlineError } from '@meterline/core';

/** The options of one call of a command, read by name. Global options are among them. */
export interface Flags {
  on(name: string): boolean;
  text(name: string): string | undefined;
  /** Values of a repeatable option, in order. */
  list(name: string): readonly string[];
  /** A whole number of at least `least`; anything else is a fault that names the flag. */
  count(name: string, least: number): number | undefined;
}

/** `--dry-run` is `dryRun` to the parser. */
const camel = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const MAX_COUNT = 1_000_000_000;

export const flagsOf = (values: Readonly<Record<string, unknown>>): Flags => {
  const text = (name: string): string | undefined => {
    const value = values[camel(name)];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    // The parser keeps `--no-watch` as `watch: false`.
    on: (name) =>
      name.startsWith('no-') ? values[camel(name.slice(3))] === false : values[camel(name)] === true,
    text,
    list: (name) => {
      const value = values[camel(name)];
      return Array.isArray(value) ? (value as string[]) : [];
    },
    count: (name, least) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const count = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
      if (count >= least && count <= MAX_COUNT) return count;
      throw new MeterlineError({
        code: 'USAGE_FLAG_INVALID',
        message: `--${name} is '${value}', but must be a whole number of at least ${least}.`,
      });
    },
  };
};
