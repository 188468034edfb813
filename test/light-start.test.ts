import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const PACKAGES = join(import.meta.dirname, '../packages');
/** Each is a good part of the program, in bytes and in memory. */
const HEAVY = ['undici', 'hono', '@hono/node-server', '@hono/zod-openapi', 'zod', 'protobufjs', 'chokidar'];

/** What a file imports when it is loaded; types are gone by then. */
const importsOf = (file: string): readonly string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s+(?!type\b)(?:[^;'"]*?\bfrom\s+)?'([^']+)';$/gm,
    ),
  ].map(([, from]) => from!);

const fileOf = (from: string, importer: string): string | undefined => {
  if (from.startsWith('.')) return join(dirname(importer), from);
  const [, name] = /^@meterline\/(\w+)$/.exec(from) ?? [];
  return name === undefined ? undefined : join(PACKAGES, name, 'src/index.ts');
};

/** Libraries that loading a file loads, with the file that asks for each. */
const librariesOf = (entry: string): ReadonlyMap<string, string> => {
  const libraries = new Map<string, string>();
  const seen = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file) || file.endsWith('.json')) continue;
    seen.add(file);
    for (const from of importsOf(file)) {
      const next = fileOf(from, file);
      if (next === undefined) libraries.set(from, file.slice(PACKAGES.length + 1));
      else waiting.push(next);
    }
  }
  return libraries;
};

it('commands load no library that only a server needs', () => {
  const libraries = librariesOf(join(PACKAGES, 'server/src/index.ts'));
  // The walk has gone through all of it.
  expect([...libraries.keys()]).toEqual(expect.arrayContaining(['node:sqlite', 'temporal-polyfill']));
  expect(HEAVY.flatMap((name) => libraries.get(name) ?? [])).toEqual([]);
});
