import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mergeAll, readRoot, testEnv, totalsOf } from '../../test/harness.ts';
import { readText } from '../../test/read-text.ts';
import { amp } from './source.ts';

const TESTDATA = `${import.meta.dirname}/testdata`;
const THREAD = `${TESTDATA}/threads/T-0a1b2c3d-0000-4000-8000-000000000001.json`;
const thread = () => JSON.parse(readFileSync(THREAD, 'utf8'));

describe('Amp', () => {
  it('joins ledger and messages: cache counts of the one, model and time of the other, never both', () => {
    const { calls, issues } = readRoot(amp, TESTDATA);
    expect(issues).toEqual([]);
    expect(
      calls.map(({ model, tokens, startedAt }) => [model, tokens, new Date(startedAt).toISOString()]),
    ).toEqual([
      [
        'claude-opus-4-5',
        { input: 12, cacheRead: 9000, cacheWrite: 500, output: 300 },
        '2026-10-01T10:21:00.000Z',
      ],
      // A second entry that ends at the same message is a call of its own.
      ['claude-haiku-4-5', { input: 100, output: 9 }, '2026-10-01T10:21:02.000Z'],
      // An entry without a message counts.
      ['gpt-5', { input: 1000, cacheRead: 30, output: 70 }, '2026-10-01T10:25:00.000Z'],
      [
        'claude-opus-4-5',
        { input: 8, cacheRead: 9500, cacheWrite: 0, output: 50 },
        '2026-10-01T10:26:00.000Z',
      ],
      // The ledger lags: message 5 is newer than its last entry. No time of its own: the thread's.
      [
        'claude-opus-4-5',
        { input: 3, cacheRead: 10000, cacheWrite: 60, output: 20 },
        '2026-10-01T10:20:00.000Z',
      ],
    ]);
    expect(calls[0]).toMatchObject({ app: 'amp', project: '/w/my app', provider: 'anthropic' });
  });

  it('counts a call once when its ledger entry arrives later', () => {
    const before = thread();
    delete before.usageLedger;
    const first = readText(amp, JSON.stringify(before));
    const second = readRoot(amp, TESTDATA);
    expect(first.calls).toHaveLength(3);
    expect(mergeAll([...first.emitted, ...second.emitted])).toHaveLength(5);
  });

  it('leaves out a message that is older than the ledger and not in it', () => {
    const partial = thread();
    partial.usageLedger.events = partial.usageLedger.events.slice(3);
    expect(totalsOf(readText(amp, JSON.stringify(partial)).calls).calls).toBe(2);
  });

  it('says so when a thread is no JSON', () => {
    expect(readText(amp, '{"id":"T-1","mess').issues.map(({ code }) => code)).toEqual(['BAD_JSON']);
  });

  it('lies in the data folder', () => {
    expect(amp.roots(testEnv('/home/dev'))).toEqual(['/home/dev/.local/share/amp']);
    expect(amp.roots(testEnv('/home/dev', { XDG_DATA_HOME: '/d' }))).toEqual(['/d/amp']);
    expect(amp.roots(testEnv('/home/dev', { AMP_DATA_DIR: '/a, /b' }))).toEqual(['/a', '/b']);
  });
});
