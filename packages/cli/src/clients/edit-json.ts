import { fail, ok, type Result } from '@meterline/core';
import type { Setting } from './client-link.ts';
import { type ObjectOutline, outlineOfJson, strictJson } from './json-outline.ts';

/** Sets values in a JSON text and leaves every other byte, comments too, as it is. */
export const editJson = (text: string, settings: readonly Setting[]): Result<string> => {
  let edited = text.trim() === '' ? '{}\n' : text;
  for (const setting of settings) {
    const strict = strictJson(edited);
    if (!isObject(strict)) return fail('CONFIG_INVALID', 'The file is not JSON that Meterline can change.');
    const next = setOne(edited, outlineOfJson(strict) as ObjectOutline, setting);
    if (next === undefined)
      return fail('CONFIG_INVALID', `${setting.path.join('.')} cannot be set: something else stands there.`);
    edited = next;
  }
  return ok(edited);
};

const isObject = (strict: string): boolean => {
  try {
    const value: unknown = JSON.parse(strict);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

const setOne = (text: string, root: ObjectOutline, setting: Setting): string | undefined => {
  let object = root;
  for (const [depth, key] of setting.path.entries()) {
    const found = object.members.get(key)?.value;
    const isLast = depth === setting.path.length - 1;
    if (found === undefined)
      return insert(text, object, depth, key, nested(setting.path.slice(depth + 1), setting.value));
    if (isLast && setting.unlessThere) return text;
    if (isLast) return replaced(text, found.start, found.end, setting.value);
    if (found.kind !== 'object') return undefined;
    object = found;
  }
  return undefined;
};

const nested = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

const replaced = (text: string, start: number, end: number, value: unknown): string =>
  JSON.stringify(value) === text.slice(start, end)
    ? text
    : text.slice(0, start) + JSON.stringify(value) + text.slice(end);

/** After the last member, on a line of its own, indented as the file is. */
const insert = (text: string, object: ObjectOutline, depth: number, key: string, value: unknown): string => {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = indentOf(text);
  const indent = unit.repeat(depth + 1);
  const lines = JSON.stringify(value, null, unit).replaceAll('\n', `${newline}${indent}`);
  const member = `${newline}${indent}${JSON.stringify(key)}: ${lines}`;
  const last = [...object.members.values()].at(-1);
  if (last !== undefined) return `${text.slice(0, last.value.end)},${member}${text.slice(last.value.end)}`;
  // What stands in an object without members is space, or a comment that stays where it is.
  const inside = text.slice(object.start + 1, object.end - 1).trimEnd();
  const rest = text.slice(object.end - 1);
  return `${text.slice(0, object.start + 1)}${inside}${member}${newline}${unit.repeat(depth)}${rest}`;
};

const indentOf = (text: string): string => /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
