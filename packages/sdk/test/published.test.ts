import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { TokenUsage } from '@meterline/core';
import type { LanguageModelMiddleware } from 'ai';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { bundleSdk } from '../build.ts';
import type { TokenCounts } from '../src/index.ts';
import type { MeterMiddleware } from '../src/vercel.ts';
import { freshFolder, type Listener, startListener } from './sdk.test-kit.ts';

const MAX_GZIP_BYTES = 15 * 1024;
const folder = freshFolder();
const path = join(folder, 'index.mjs');
const run = promisify(execFile);
let listener: Listener;
let texts: readonly string[];
beforeAll(async () => {
  const { metafile } = await bundleSdk(folder);
  // The first entry and what it loads; the second is for those who use it.
  texts = Object.keys(metafile.outputs)
    .map((name) => basename(name))
    .filter((name) => name !== 'vercel.mjs')
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  listener = await startListener();
});
afterAll(() => listener.close());

const program = async (code: string, env: Record<string, string> = {}) => {
  const file = join(folder, `${Math.random()}.mjs`);
  writeFileSync(file, `import * as sdk from ${JSON.stringify(path)};\n${code}`);
  const { stdout, stderr } = await run(process.execPath, [file], {
    env: { PATH: process.env['PATH'] ?? '', METERLINE_URL: listener.url, TMPDIR: freshFolder(), ...env },
  });
  expect(stderr).toBe('');
  return stdout;
};

describe('what is published', () => {
  it('is small, whole, and depends on nothing', async () => {
    // As a page has it: one file of everything that the entry exports.
    const page = await build({
      entryPoints: [path],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    });
    expect(gzipSync(page.outputFiles[0]!.contents, { level: 9 }).length).toBeLessThanOrEqual(MAX_GZIP_BYTES);
    for (const text of texts)
      expect(text).not.toMatch(/\bfrom\s*"(?!\.\/shared)|\bimport\(?\s*"(?!\.\/shared)|require\(/);
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('peerDependencies');
  });

  it('sends what is left when a program ends by itself, and keeps no program from ending', async () => {
    await program("sdk.track({ id: 'end', provider: 'p', model: 'm', tokens: { input: 1 } });");
    expect(listener.records.map(({ id }) => id)).toContain('end');
  });

  it('keeps it for the next start when a program exits at once', async () => {
    const TMPDIR = freshFolder();
    const tell = (id: string) =>
      `sdk.track({ id: '${id}', provider: 'p', model: 'm', tokens: { input: 1 } });`;
    await program(`${tell('first')} process.exit(0);`, { TMPDIR });
    expect(listener.records.map(({ id }) => id)).not.toContain('first');
    await program(tell('second'), { TMPDIR });
    expect(listener.records.map(({ id }) => id)).toEqual(expect.arrayContaining(['first', 'second']));
  });

  it('says nothing when nobody listens, and one line when it is asked to', async () => {
    const away = { METERLINE_URL: 'http://127.0.0.1:9' };
    const tell = "sdk.track({ provider: 'p', model: 'm', tokens: {} }); await sdk.flush();";
    expect(await program(tell, away)).toBe('');
    const aloud = 'let n = 0; console.warn = () => { n += 1; }; sdk.configure({ debug: true });';
    expect(await program(`${aloud} ${tell} ${tell} console.log(n);`, away)).toBe('1\n');
  });

  it('works where there is nothing of Node', async () => {
    const browser = `
      const { process: _, ...rest } = globalThis;
      const real = globalThis.process; delete globalThis.process;
      const { meteredFetch, withTags, flush } = await import(${JSON.stringify(`${path}?browser`)});
      const answer = { id: 'x', choices: [], usage: { prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 } };
      const go = meteredFetch(async () => Response.json(answer), { endpoint: '${'URL'}', tags: { user: 'page' } });
      const got = await withTags({}, () => go('https://api.openai.com/v1/chat/completions', { method: 'POST', body: '{"model":"m"}' }));
      await got.json(); await flush(); globalThis.process = real;`;
    await program(browser.replace('URL', listener.url));
    expect(listener.records).toContainEqual(
      expect.objectContaining({ user: 'page', tokens: { input: 4, output: 2 } }),
    );
  });

  it('has types by shape: those of core and of the AI SDK fit, and neither is needed', () => {
    expectTypeOf<TokenCounts>().toEqualTypeOf<TokenUsage>();
    expectTypeOf<MeterMiddleware>().toExtend<LanguageModelMiddleware>();
  });
});
