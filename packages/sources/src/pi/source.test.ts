import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeAll, nodeFs, readRoot, testEnv, totalsOf } from '../../test/harness.ts';
import { readText } from '../../test/read-text.ts';
import { pi } from './source.ts';

const NEW = `${import.meta.dirname}/testdata/pi-0.87.1`;
const OLD = `${import.meta.dirname}/testdata/pi-2025`;
const PARENT = '01a2012b-ed5c-7112-90c1-af97b3f37637';
const FORK = '01a2012c-a7b6-733e-83f8-b542ece0a48c';

const inOrder = (calls: readonly { readonly keys: readonly string[] }[]) =>
  [...calls].sort((a, b) => String(a.keys[0]).localeCompare(String(b.keys[0])));

describe('pi 0.87.1', () => {
  const { calls, emitted, issues } = readRoot(pi, NEW);

  it('gives the expected totals', () => {
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({
      calls: 21,
      input: 27_117,
      output: 4_185,
      reasoning: 548,
      cacheRead: 70_913,
      cacheWrite: 1_030,
      cacheWrite1h: 515,
    });
  });

  it('counts the calls that a fork copied once, for the session that made them', () => {
    expect(emitted.length).toBe(calls.length + 5);
    const of = (session: string) => calls.filter((call) => call.session === session);
    expect([of(PARENT).length, of(FORK).length]).toEqual([6, 2]);
    expect(of(FORK).every((call) => call.parentSession === PARENT)).toBe(true);
  });

  it('counts what a compaction used, as a call of the model in use', () => {
    const compaction = calls.filter((call) => call.tokens.output === 745);
    expect(compaction).toHaveLength(1);
    expect(compaction[0]).toMatchObject({
      model: 'mock-a',
      session: PARENT,
      tokens: { input: 3_173, reasoning: 142 },
    });
  });

  it('takes attempts and answers without usage for no calls', () => {
    expect(calls.every((call) => call.status === 'ok')).toBe(true);
  });

  it('reports no cost where pi knows no price', () => {
    const priceless = calls.filter((call) => call.model === 'mock-b');
    expect(priceless.length).toBeGreaterThan(0);
    expect(priceless.every((call) => call.reportedCostNanoUsd === undefined)).toBe(true);
  });

  it('gives the same calls in any order, with any repetition and any split into chunks', () => {
    const expected = inOrder(calls);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.shuffledSubarray([...emitted, ...emitted], { minLength: emitted.length * 2 }),
        (chunkBytes, events) => {
          expect(inOrder(readRoot(pi, NEW, { chunkBytes }).calls)).toEqual(expected);
          expect(inOrder(mergeAll(events))).toEqual(expected);
        },
      ),
      { numRuns: 12 },
    );
    expect(inOrder(readRoot(pi, NEW, { order: 'reverse' }).calls)).toEqual(expected);
  });
});

describe('pi of 2025, whose rows have no id', () => {
  const { calls, issues } = readRoot(pi, OLD);

  it('counts each answer, also those that were cut before their usage came', () => {
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({
      calls: 22,
      input: 97,
      output: 7_346,
      cacheRead: 521_852,
      cacheWrite: 122_054,
    });
    const cut = calls.filter((call) => call.confidence === 'estimated');
    expect(cut.map((call) => [call.status, call.tokens])).toEqual([['aborted', {}]]);
  });
});

describe('where sessions lie', () => {
  it('is the folder of pi and that of OMP, or the one that the variable names', () => {
    expect(pi.roots(testEnv('/home/u'))).toEqual(['/home/u/.pi/agent', '/home/u/.omp/agent']);
    expect(pi.roots(testEnv('/home/u', { PI_CODING_AGENT_DIR: '~/p' }))).toEqual(['/home/u/p']);
    expect(pi.watch?.('/home/u/.pi/agent')).toEqual(['/home/u/.pi/agent/sessions']);
    expect([...pi.discover('/nowhere', nodeFs)]).toEqual([]);
  });

  it('tells OMP from pi', () => {
    const home = mkdtempSync(join(tmpdir(), 'meterline-pi-'));
    mkdirSync(join(home, '.omp'));
    cpSync(OLD, join(home, '.omp/agent'), { recursive: true });
    expect(new Set(readRoot(pi, join(home, '.omp/agent')).calls.map((call) => call.app))).toEqual(
      new Set(['omp']),
    );
    rmSync(home, { recursive: true });
  });

  it('gives a session without a header its name from the file', () => {
    const row = {
      type: 'message',
      id: 'a',
      message: {
        role: 'assistant',
        provider: 'p',
        model: 'm',
        usage: { input: 1, output: 1 },
        timestamp: 1_790_000_000_000,
      },
    };
    const name = '2026-11-22T02-53-05-757Z_01a2012b.jsonl';
    expect(readText(pi, `${JSON.stringify(row)}\n`, { name }).calls[0]).toMatchObject({
      session: '01a2012b',
      app: 'pi',
    });
  });
});

describe('files of unknown kind', () => {
  const head = (path: string, ...lines: readonly object[]) =>
    ({ path, bytes: new Uint8Array(), lines, document: undefined, tables: undefined }) as never;
  const line = { type: 'session', id: 's', timestamp: '2026-01-01T00:00:00Z', cwd: '/w' };

  it('knows its lines, and leaves OpenClaw’s to OpenClaw', () => {
    expect(pi.recognises(head('/x/a.jsonl', line))).toBe(true);
    const answer = { type: 'message', message: { role: 'assistant', usage: { totalTokens: 5 } } };
    expect(pi.recognises(head('/x/a.jsonl', answer))).toBe(true);
    expect(pi.recognises(head('/home/u/.clawdbot/agents/main/sessions/a.jsonl', line))).toBe(false);
    expect(pi.recognises(head('/x/a.jsonl', { type: 'assistant', sessionId: 's', message: {} }))).toBe(false);
    expect(pi.recognises(head('/x/a.jsonl'))).toBe(false);
  });
});
