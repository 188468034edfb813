import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundledAddresses, threadEntries } from './thread-entries.ts';

/** A repository with these files. */
const repository = (files: Readonly<Record<string, string>>): string => {
  const root = mkdtempSync(join(tmpdir(), 'meterline-bundle-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
};
const bundled = async (root: string, path: string): Promise<string> => {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins: [bundledAddresses],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
};

describe('threads in the bundle', () => {
  const root = repository({
    'packages/server/src/start.ts': `export const a = new URL('./threads/reader.ts', import.meta.url);`,
    'packages/server/src/threads/spawn.ts': `export const b = new URL('../write/writer.ts', import.meta.url);`,
    'packages/server/src/start.test.ts': `export const c = new URL('./testdata/other.ts', import.meta.url);`,
  });

  it('are the programs that sources name, not those of tests', () => {
    expect(threadEntries(root)).toEqual({
      reader: join(root, 'packages/server/src/threads/reader.ts'),
      writer: join(root, 'packages/server/src/write/writer.ts'),
    });
  });

  it('are found beside the chunks', async () => {
    expect(await bundled(root, 'packages/server/src/threads/spawn.ts')).toContain(
      'new URL("./writer.mjs", import.meta.url)',
    );
  });

  it('must not share a name', () => {
    const twice = repository({
      'packages/a/src/one.ts': `new URL('./x/thread.ts', import.meta.url);`,
      'packages/a/src/two.ts': `new URL('./y/thread.ts', import.meta.url);`,
    });
    expect(() => threadEntries(twice)).toThrow('Two threads are called thread; rename one.');
  });
});

describe('other addresses in the bundle', () => {
  it('lead to the dashboard', async () => {
    const root = repository({
      'packages/cli/src/web.ts': `export const w = new URL('../../web/dist/', import.meta.url);`,
    });
    expect(await bundled(root, 'packages/cli/src/web.ts')).toContain('new URL("./web/", import.meta.url)');
  });

  it('are refused when nothing would lie there', async () => {
    const root = repository({
      'packages/cli/src/web.ts': `export const w = new URL('./table.json', import.meta.url);`,
    });
    await expect(bundled(root, 'packages/cli/src/web.ts')).rejects.toThrow('is not in the bundle');
  });
});
