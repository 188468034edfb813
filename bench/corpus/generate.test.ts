import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { claudeCode } from '../../packages/sources/src/claude-code/source.ts';
import { codex } from '../../packages/sources/src/codex/source.ts';
import { readRoot, totalsOf } from '../../packages/sources/test/harness.ts';
import { generateCorpus } from './generate.ts';

const folders: string[] = [];
const corpus = (seed: number) => {
  const dir = mkdtempSync(join(tmpdir(), 'corpus-'));
  folders.push(dir);
  return { dir, truth: generateCorpus({ dir, megabytes: 2, files: 80, seed }) };
};
afterAll(() => {
  for (const dir of folders) rmSync(dir, { recursive: true });
});

it('holds exactly what its truth says, also where sessions were resumed in the middle of an answer', () => {
  const { dir, truth } = corpus(5);
  const claude = readRoot(claudeCode, join(dir, '.claude'));
  const threads = readRoot(codex, join(dir, '.codex'));
  const { calls, input, cacheRead, cacheWrite, output, reasoning, total } = totalsOf([
    ...claude.calls,
    ...threads.calls,
  ]);
  expect({ calls, tokens: { input, cacheRead, cacheWrite, output, reasoning }, totalTokens: total }).toEqual({
    calls: truth.calls,
    tokens: truth.tokens,
    totalTokens: truth.totalTokens,
  });
  expect(truth.files).toBe(80);
  expect([...claude.issues, ...threads.issues]).toEqual([]);
});

it('is the same for the same seed, and another for another', () => {
  const [first, again, other] = [corpus(7), corpus(7), corpus(8)];
  expect(again.truth).toEqual(first.truth);
  expect(other.truth).not.toEqual(first.truth);
  expect(JSON.parse(readFileSync(join(first.dir, 'truth.json'), 'utf8'))).toEqual(first.truth);
});
