import { fail, ok, type Result } from '@meterline/core';
import { stringify } from 'smol-toml';
import { errnoOf } from '../files/files.ts';
import { closestName } from './closest-name.ts';
import type { Config } from './config.ts';
import { CONFIG_KEYS, type ConfigKey, configKeyOf } from './config-keys.ts';
import { readText } from './load-config.ts';
import { parseConfig } from './parse-config.ts';
import { writePrivateFile } from './private-file.ts';
import { outlineOf, samePath, type TomlOutline } from './toml-statements.ts';

export interface ConfigEdit {
  /** Dotted key: `zone`, `billing.claude-code`, `sources.codex.roots`. */
  readonly key: string;
  /** As typed on a command line: lists with commas between. `undefined` removes the key. */
  readonly value: string | undefined;
}

/** The same where a name may hold dots: `['billing', 'z.ai']`. */
export interface ConfigPathEdit {
  readonly path: readonly string[];
  /** A list's entries where they stand by themselves and may hold commas. */
  readonly value: string | readonly string[] | undefined;
}

/**
 * Sets or removes one key of a `meterline.toml` and gives the new configuration. All other lines, comments and their
 * order stay as they are; nothing is written when the result would not be valid.
 */
export const setConfig = (path: string, edit: ConfigEdit, sourceIds: readonly string[]): Result<Config> =>
  editConfig(path, [{ path: edit.key.split('.'), value: edit.value }], sourceIds);

/** Several edits as one: all of them are written, or none. */
export const editConfig = (
  path: string,
  edits: readonly ConfigPathEdit[],
  sourceIds: readonly string[],
): Result<Config> => {
  const before = readText(path);
  if (!before.ok) return before;
  let text = before.value ?? '';
  for (const edit of edits) {
    const key = configKeyOf(edit.path);
    if (!key) return unknownKey(edit.path.join('.'));
    text = editToml(text, edit.path, edit.value === undefined ? undefined : tomlValue(key, edit.value));
  }
  return writeConfig(path, text, sourceIds);
};

/** Takes a table out, with its own lines and comments; everything else stays as it is. */
export const removeTable = (
  path: string,
  table: readonly string[],
  sourceIds: readonly string[],
): Result<Config> => {
  const before = readText(path);
  if (!before.ok) return before;
  return writeConfig(path, withoutTable(before.value ?? '', table), sourceIds);
};

const writeConfig = (path: string, text: string, sourceIds: readonly string[]): Result<Config> => {
  const config = parseConfig(text, path, sourceIds);
  if (!config.ok) return config;
  try {
    writePrivateFile(path, text, `${process.pid}`);
  } catch (error) {
    return fail(
      'CONFIG_UNWRITABLE',
      `${path} cannot be written (${errnoOf(error)}).`,
      'Nothing was changed. Check the disk and who owns the folder.',
    );
  }
  return ok(config.value);
};

const unknownKey = (key: string): Result<never> => {
  const names = CONFIG_KEYS.map((entry) => entry.key);
  const meant = closestName(key, names);
  return fail(
    'CONFIG_INVALID',
    `${key} is not a key; keys are ${names.join(', ')}.`,
    meant ? `Did you mean ${meant}?` : undefined,
  );
};

/** The typed text as a TOML value. What does not fit is left a string, so that validation names what would. */
const tomlValue = (key: ConfigKey, typed: string | readonly string[]): string => {
  if (typeof typed !== 'string') return tomlList(typed);
  if (key.type === 'days' && /^\d+$/.test(typed)) return typed;
  if (key.type === 'flag' && /^(true|false)$/.test(typed)) return typed;
  if (key.type !== 'paths' && key.type !== 'webhookList') return quoted(typed);
  const entries = typed.split(',').map((entry) => entry.trim());
  return tomlList(entries.filter((entry) => entry !== ''));
};

const tomlList = (entries: readonly string[]): string => `[${entries.map(quoted).join(', ')}]`;

/** JSON's escapes are TOML's. */
const quoted = (text: string): string => JSON.stringify(text);

/** A TOML text with one statement set (or removed, with `undefined`) and every other line as it was. */
export const editToml = (text: string, path: readonly string[], value: string | undefined): string => {
  const outline = outlineOf(text);
  const lines = [...outline.lines];
  const existing = outline.statements.find((statement) => samePath(statement.path, path));
  if (existing) {
    const { first, last } = existing;
    const replaced = value === undefined ? [] : [withValue(lines[first]!, value, first === last)];
    lines.splice(first, last - first + 1, ...replaced);
  } else if (value !== undefined) insert(lines, outline, path, value);
  const edited = lines.join('\n').replace(/^\n+/, '');
  return edited === '' || edited.endsWith('\n') ? edited : `${edited}\n`;
};

/** A TOML text without a table: its header, its statements and what stands between; also where it was written as dotted keys. */
export const withoutTable = (text: string, table: readonly string[]): string => {
  const { lines, statements, tables } = outlineOf(text);
  const gone = new Set<number>();
  const take = (first: number, last: number): void => {
    for (let line = first; line <= last; line++) gone.add(line);
  };
  const isIn = (path: readonly string[]): boolean => samePath(path.slice(0, table.length), table);
  for (const { path, first, last } of statements) if (isIn(path)) take(first, last);
  for (const { path, line } of tables) {
    if (!isIn(path)) continue;
    const next = tables.find((other) => other.line > line)?.line ?? lines.length;
    take(line, statements.filter(({ first }) => first > line && first < next).at(-1)?.last ?? line);
    // The blank line that stood before it.
    if (lines[line - 1]?.trim() === '') gone.add(line - 1);
  }
  return lines.filter((_, line) => !gone.has(line)).join('\n');
};

/** Up to its equals sign; a quoted key may hold one itself. */
const KEY_AND_EQUALS = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=])*=/;

/** Keeps the key as it was written, and the comment behind it. */
const withValue = (line: string, value: string, single: boolean): string => {
  const key = (KEY_AND_EQUALS.exec(line)?.[0] ?? '').trimEnd();
  const comment = single ? /\s+#[^"']*$/.exec(line)?.[0] : undefined;
  return `${key} ${value}${comment ?? ''}`;
};

/** After the last statement of its table; before the first table for a key that is in none; else in a new table. */
const insert = (lines: string[], outline: TomlOutline, path: readonly string[], value: string): void => {
  const table = path.slice(0, -1);
  const statement = `${bareKey(path.at(-1)!)} = ${value}`;
  const header = outline.tables.find((entry) => samePath(entry.path, table));
  if (table.length > 0 && !header) {
    if (lines.at(-1) === '') lines.pop();
    lines.push(...(lines.length > 0 ? [''] : []), `[${table.map(bareKey).join('.')}]`, statement, '');
    return;
  }
  const start = header ? header.line : -1;
  const end = outline.tables.find((entry) => entry.line > start)?.line ?? lines.length;
  const last = outline.statements.filter(({ first }) => first > start && first < end).at(-1)?.last ?? start;
  lines.splice(last + 1, 0, statement);
  if (last === -1 && end === 0) lines.splice(1, 0, '');
};

const bareKey = (key: string): string => (/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key));

/** A configuration as the file would say it, for `config --show`. */
export const configText = (config: Config): string => stringify(config as unknown as Record<string, unknown>);
