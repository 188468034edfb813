import type { UsageEvent } from '@meterline/core';
import { describe, expect, it } from 'vitest';
import { mergeAll, nodeFs, readRoot, testEnv, totalsOf } from '../../test/harness.ts';
import { readText } from '../../test/read-text.ts';
import { settingsReader } from './read-settings.ts';
import { droid } from './source.ts';

const TESTDATA = `${import.meta.dirname}/testdata`;
const DAY = 24 * 3_600_000;
const FIRST_DAY = Date.UTC(2026, 9, 1, 12);

/** Looks at a session's totals once a day; `forget` loses the reader's memory before that look. */
const looks = (totals: readonly object[], forget: readonly number[] = []): readonly UsageEvent[] => {
  const events: UsageEvent[] = [];
  const file = { path: '/f/s1.settings.json', context: { session: 's1', project: '/w/app' }, modifiedAt: 0 };
  let state = settingsReader.start(file);
  for (const [day, tokenUsage] of totals.entries()) {
    const info = { ...file, modifiedAt: FIRST_DAY + day * DAY };
    if (forget.includes(day)) state = settingsReader.start(info);
    const bytes = new TextEncoder().encode(JSON.stringify({ model: 'gpt-5', tokenUsage }));
    settingsReader.read(bytes, state, info, {
      event: (event) => events.push(event),
      issue: () => {},
      declare: () => {},
      cronJob: () => {},
      inflateZstd: () => undefined,
    });
    state = JSON.parse(JSON.stringify(state));
  }
  return events;
};

const THREE_DAYS = [
  { inputTokens: 5000, outputTokens: 100 },
  { inputTokens: 9000, outputTokens: 300 },
  { inputTokens: 30000, outputTokens: 1000 },
];

describe('Droid', () => {
  it('reads totals, the project of the transcript and names of own models', () => {
    const { calls, issues } = readRoot(droid, TESTDATA);
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({
      calls: 2,
      input: 1270,
      output: 430,
      cacheRead: 52010,
      cacheWrite: 5,
    });
    const [first, second] = [...calls].sort((a, b) => a.session!.localeCompare(b.session!));
    expect(first).toMatchObject({
      session: '5f0c',
      project: '/w/app',
      provider: 'anthropic',
      tokens: { output: 30, reasoning: 20 },
      confidence: 'reconciled',
      inclusion: 'assumed',
    });
    expect(second).toMatchObject({ model: 'claude-opus-4.5', provider: 'anthropic' });
  });

  it('gives each day what was added', () => {
    const calls = mergeAll(looks(THREE_DAYS));
    expect(
      calls.map(({ startedAt, tokens }) => [(startedAt - FIRST_DAY) / DAY, tokens.input, tokens.output]),
    ).toEqual([
      [0, 5000, 100],
      [1, 4000, 200],
      [2, 21000, 700],
    ]);
  });

  it('doubles nothing when its memory is lost', () => {
    expect(totalsOf(mergeAll([...looks(THREE_DAYS), ...looks(THREE_DAYS.slice(2))]))).toMatchObject({
      input: 30000,
      output: 1000,
    });
    expect(totalsOf(mergeAll(looks(THREE_DAYS, [1, 2])))).toMatchObject({ input: 30000, output: 1000 });
  });

  it('leaves out what is not reported, which is not 0', () => {
    expect(looks([THREE_DAYS[0]!])[0]?.tokens).toEqual({ input: 5000, output: 100 });
  });

  it('does not take a total that cannot be read for one that fell', () => {
    const calls = mergeAll(looks([THREE_DAYS[0]!, { inputTokens: -1, outputTokens: 'x' }, THREE_DAYS[2]!]));
    expect(totalsOf(calls)).toMatchObject({ input: 30000, output: 1000 });
  });

  it('says so when settings are torn', () => {
    expect(readText(droid, '{"tokenUsage":').issues.map(({ code }) => code)).toEqual(['BAD_JSON']);
  });

  it('lies in the sessions folder', () => {
    expect(droid.roots(testEnv('/home/dev'))).toEqual(['/home/dev/.factory/sessions']);
    expect([...droid.discover('/nowhere', nodeFs)]).toEqual([]);
  });
});
