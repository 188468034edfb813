import { fail, ok, type Result } from '@meterline/core';
import { editToml } from '@meterline/server';
import { parse } from 'smol-toml';
import type { Setting } from './client-link.ts';

/** Sets values in a TOML text and leaves every other statement and comment as it is. */
export const editTomlFile = (text: string, settings: readonly Setting[]): Result<string> => {
  if (!isToml(text)) return fail('CONFIG_INVALID', 'The file is not valid TOML.');
  // Empty lines at the beginning and a last line without an end stay so: nothing but the statement is to differ.
  const [lead = ''] = /^\n*/.exec(text) ?? [];
  let edited = text.slice(lead.length);
  for (const { path, value } of settings) edited = editToml(edited, path, tomlOf(value));
  edited = lead + (text.endsWith('\n') || text === lead ? edited : edited.replace(/\n$/, ''));
  // `exporter = …` beside a table [otel.exporter.…], for one.
  return isToml(edited)
    ? ok(edited)
    : fail('CONFIG_INVALID', 'The settings stand in the file in another form already.');
};

const isToml = (text: string): boolean => {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
};

/** On one line. JSON's escapes are TOML's. */
const tomlOf = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(tomlOf).join(', ')}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${key} = ${tomlOf(inner)}`);
  return `{ ${entries.join(', ')} }`;
};
