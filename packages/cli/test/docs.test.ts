import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generatedPages } from '../src/docs/pages.ts';
import type { CommandSpec } from '../src/program/command-spec.ts';
import { COMMANDS, ROOT } from '../src/program/tree/index.ts';
import { VERSION } from '../src/version.ts';

const docs = join(import.meta.dirname, '../../../docs');

it.each([...generatedPages()])('docs/%s is what `npm run docs:build` writes', (path, text) => {
  expect(existsSync(join(docs, path))).toBe(true);
  expect(readFileSync(join(docs, path), 'utf8')).toBe(text);
});

it('has no schema of a report that is gone', () => {
  const pages = generatedPages();
  expect(readdirSync(join(docs, 'schemas')).filter((name) => !pages.has(`schemas/${name}`))).toEqual([]);
});

it('gives every command an example that begins with its own name, and loads it', async () => {
  const check = async (spec: CommandSpec, path: string): Promise<void> => {
    expect(spec.examples.length, path).toBeGreaterThan(0);
    expect(spec.examples.map(({ command }) => command).join('\n')).toContain(`meterline${path}`);
    expect(typeof (await spec.load()).run, path).toBe('function');
    for (const inner of spec.subcommands ?? []) await check(inner, `${path} ${inner.name}`);
  };
  for (const spec of [ROOT, ...COMMANDS]) await check(spec, spec.name === '' ? '' : ` ${spec.name}`);
});

it('has the version of its package', () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    version: string;
  };
  expect(VERSION).toBe(manifest.version);
});
