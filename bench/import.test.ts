import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateCorpus } from './corpus/generate.ts';
import { benchImport } from './import.ts';
import { resultsMarkdown } from './results.ts';

const main = join(import.meta.dirname, '../packages/cli/src/main.ts');

test('the import bench runs against a peer, and the peer and we are both timed', async () => {
  const corpusHome = mkdtempSync(join(tmpdir(), 'meterline-corpus-'));
  generateCorpus({ dir: corpusHome, megabytes: 1, files: 6, seed: 3 });
  const peers = [{ name: 'nothing', command: [process.execPath, '-e', '0'] }];
  const meterline = [process.execPath, '--disable-warning=ExperimentalWarning', main];
  for (const mode of ['cold', 'again'] as const) {
    const [ours, peer] = await benchImport({ corpusHome, meterline, peers, rounds: 1, mode });
    expect(ours).toMatchObject({ name: 'meterline', wallRatio: 1 });
    expect(ours?.cpuMs).toBeGreaterThan(0);
    expect(peer?.wallRatio).toBeGreaterThan(0);
  }
});

test('a missed bar is told as missed, and a section made again leaves the others as they were', () => {
  const section = (title: string, met: boolean) => ({
    title,
    command: 'c',
    rows: [{ what: 'speed', bar: '≥ 2', measured: '1.9', met }],
  });
  const first = resultsMarkdown([section('A', false), section('B', true)], '2026-11-22');
  expect(first).toContain('| speed | ≥ 2 | 1.9 | **missed** |');
  const second = resultsMarkdown([section('A', true)], '2026-11-23', first);
  expect(second).not.toContain('missed**');
  expect(second.slice(second.indexOf('## B'))).toBe(first.slice(first.indexOf('## B')));
});
