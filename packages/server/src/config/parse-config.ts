import { isAbsolute } from 'node:path';
import { fail, ok, type Result } from '@meterline/core';
import { parse, TomlError } from 'smol-toml';
import { closestName } from './closest-name.ts';
import type { Config, SourceConfig } from './config.ts';
import { type ConfigKey, configKeyOf, namesBelow } from './config-keys.ts';
import { lineOfPath, outlineOf } from './toml-statements.ts';
import { isWebhookValue, webhookOf, webhookProblems } from './webhook-config.ts';

export const DEFAULT_CONFIG: Config = {
  sources: {},
  billing: {},
  gateway: { upstreams: {}, requireKey: false },
  webhooks: {},
};

const MAX_TEXT_LENGTH = 100;
/** Up to a billion units of a currency for a dollar, and down to a billionth. */
const RATE = /^\d{1,9}(\.\d{1,9})?$/;
const MAX_DAYS = 36_500;

/**
 * Reads and validates the text of a `meterline.toml`. A fault names the file, the line, the key, what is valid and what
 * was probably meant; one fault at a time, the first in the file.
 *
 * @param file Its path, for messages only.
 * @param sourceIds Ids that may stand under `sources`.
 */
export const parseConfig = (text: string, file: string, sourceIds: readonly string[]): Result<Config> => {
  const tree = parseToml(text, file);
  if (!tree.ok) return tree;
  const leaves = leavesOf(tree.value, []);
  const outline = outlineOf(text);
  const webhooks = tablesUnder('webhooks', leaves);
  const problems = leaves
    .flatMap((leaf) => problemOf(leaf, sourceIds).map((problem) => ({ path: leaf.path, ...problem })))
    .concat(webhookProblems(webhooks).map((problem) => ({ ...problem })))
    .map((problem) => ({ ...problem, line: lineOfPath(outline, problem.path) }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const first = problems[0];
  if (first)
    return fail(
      'CONFIG_INVALID',
      `${file}${first.line ? `:${first.line}` : ''}: ${first.message}`,
      first.hint,
    );
  const named = [...webhooks].map(([name, table]) => [name, webhookOf(table)] as const);
  return ok({ ...configOf(leaves), webhooks: Object.fromEntries(named) });
};

const parseToml = (text: string, file: string): Result<Record<string, unknown>> => {
  try {
    return ok(parse(text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // Its first line says what is wrong; the rest repeats the file.
    const reason = error.message.split('\n', 1)[0]!.replace(/^Invalid TOML document: /, '');
    return fail(
      'CONFIG_INVALID',
      `${file}:${error.line}:${error.column}: ${reason}.`,
      'The file must be valid TOML.',
    );
  }
};

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** All values with their dotted paths. An empty table counts as a value, so that a misspelt one is found. */
const leavesOf = (tree: Record<string, unknown>, path: readonly string[]): Leaf[] =>
  Object.entries(tree).flatMap(([key, value]) => {
    const own = [...path, key];
    if (!isTable(value) || configKeyOf(own)) return [{ path: own, value }];
    const inner = leavesOf(value, own);
    return inner.length === 0 ? [{ path: own, value }] : inner;
  });

/** `[first.NAME]` tables by name, also those that are empty. */
const tablesUnder = (
  first: string,
  leaves: readonly Leaf[],
): ReadonlyMap<string, Readonly<Record<string, unknown>>> => {
  const tables = new Map<string, Record<string, unknown>>();
  for (const { path, value } of leaves) {
    const [table, name, key] = path;
    if (table !== first || name === undefined) continue;
    const known = tables.get(name) ?? {};
    tables.set(name, known);
    if (key !== undefined) known[key] = value;
  }
  return tables;
};

interface Problem {
  /** The part of the leaf's path that is wrong; absent means all of it. */
  readonly path?: readonly string[];
  readonly message: string;
  readonly hint?: string;
}

const problemOf = (leaf: Leaf, sourceIds: readonly string[]): readonly Problem[] => {
  const unknown = unknownPart(leaf, sourceIds);
  if (unknown) return [unknown];
  const key = configKeyOf(leaf.path);
  if (!key || isValid(key, leaf.value)) return [];
  return [{ message: `${leaf.path.join('.')} must be ${key.valid}.`, hint: `For example: ${oneLine(key)}` }];
};

const oneLine = (key: ConfigKey): string => key.example.split('\n').at(-1) ?? key.example;

/** The first part of a path that is no key. */
const unknownPart = ({ path, value }: Leaf, sourceIds: readonly string[]): Problem | undefined => {
  for (let at = 0; at < path.length; at++) {
    const names = namesBelow(path.slice(0, at), sourceIds);
    // Where any name may stand (under `billing`) there is nothing to compare with.
    if (names.length > 0 && !names.includes(path[at]!)) return unknownName(path.slice(0, at + 1), names);
  }
  const table = isTable(value) && namesBelow(path, sourceIds).length + Number(path[0] === 'billing') > 0;
  if (configKeyOf(path) || table) return undefined;
  return { message: `${path.join('.')} is not a key.` };
};

const unknownName = (path: readonly string[], names: readonly string[]): Problem => {
  const meant = closestName(path.at(-1)!, names);
  const above = path.slice(0, -1).join('.');
  return {
    path,
    message: `${path.join('.')} is not a key; ${above === '' ? 'keys are' : `under ${above} stand`} ${names.join(', ')}.`,
    ...(meant ? { hint: `Did you mean ${meant}?` } : {}),
  };
};

const isValid = (key: ConfigKey, value: unknown): boolean => {
  switch (key.type) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT_LENGTH;
    case 'zone':
      return typeof value === 'string' && isZone(value);
    case 'days':
      return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_DAYS;
    case 'url':
      return typeof value === 'string' && isTrustedUrl(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'paths':
      return Array.isArray(value) && value.every((path) => typeof path === 'string' && isAbsolute(path));
    case 'billing':
      return value === 'api' || value === 'plan';
    case 'currency':
      return typeof value === 'string' && /^[A-Z]{3}$/.test(value);
    case 'address':
      return typeof value === 'string' && isAddress(value);
    case 'webhook':
    case 'webhookList':
      return isWebhookValue(key.key.split('.').at(-1)!, value);
    case 'rate':
      return typeof value === 'string' && RATE.test(value) && Number(value) > 0;
  }
};

/** Whether the name is an IANA zone that this machine knows. An offset such as "+02:00" has no summer time: not taken. */
export const isZone = (name: string): boolean => {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

/** A host that calls are sent to: scheme, host, port, perhaps a path; names and passwords have no place in it. */
const isAddress = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '';
};

/** Prices decide money, so they come over https; http only from this machine. */
export const isTrustedUrl = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const here = url !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && here);
};

const configOf = (leaves: readonly Leaf[]): Omit<Config, 'webhooks'> => {
  const plain: Record<string, unknown> = {};
  const sources: Record<string, SourceConfig> = {};
  const billing: Record<string, 'api' | 'plan'> = {};
  const currency: Record<string, unknown> = {};
  const upstreams: Record<string, string> = {};
  let requireKey = false;
  for (const { path, value } of leaves) {
    const [table, name, key] = path;
    if (table === 'sources' && name !== undefined && key !== undefined)
      sources[name] = { ...(sources[name] ?? { enabled: true, roots: [] }), [key]: value };
    else if (table === 'billing' && name !== undefined) billing[name] = value as 'api' | 'plan';
    else if (table === 'gateway' && name === 'upstreams' && key !== undefined) upstreams[key] = String(value);
    else if (table === 'gateway' && name === 'requireKey') requireKey = value === true;
    else if (table === 'currency' && name !== undefined) currency[name] = value;
    else if (table !== 'webhooks' && !isTable(value)) plain[table!] = value;
  }
  return {
    ...plain,
    ...(Object.keys(currency).length > 0 ? { currency } : {}),
    sources,
    billing,
    gateway: { upstreams, requireKey },
  };
};
