import { NO_USAGE, type UsageRow } from '@meterline/core';
import type { StoredCall } from '@meterline/store';
import { expect, it } from 'vitest';
import { sharedModels, suspectedDoubles } from './double-counting.ts';

const call = (app: string, startedAt: number, input: number, model = 'm'): StoredCall =>
  ({
    app,
    source: app,
    startedAt,
    modelCanonical: model,
    tokens: { input, output: 40 },
    cost: { listNanoUsd: 10 },
  }) as unknown as StoredCall;

async function* stream(calls: readonly StoredCall[]): AsyncGenerator<StoredCall> {
  yield* calls;
}

it('suspects two apps with the same model and counts within seconds', async () => {
  const found = await suspectedDoubles(
    stream([call('openclaw', 1_000, 900), call('claude-code', 3_500, 900), call('claude-code', 9_000, 901)]),
  );
  expect(found).toEqual([
    {
      tellers: [
        { name: 'claude-code', app: 'claude-code', source: 'claude-code' },
        { name: 'openclaw', app: 'openclaw', source: 'openclaw' },
      ],
      calls: 1,
      listNanoUsd: 10,
      firstAt: 1_000,
    },
  ]);
});

it('suspects one app that two roads tell of without an id in common, one at the beginning and one at the end', async () => {
  const log = call('gemini-cli', 31_000, 900);
  const told = { ...call('gemini-cli', 1_000, 900), source: 'otlp', latencyMs: 29_500 };
  const found = await suspectedDoubles(stream([told, log]));
  expect(found).toMatchObject([
    { tellers: [{ name: 'gemini-cli' }, { name: 'gemini-cli by otlp', source: 'otlp' }], calls: 1 },
  ]);
});

it('suspects a call of which one road says that nothing was cached, and the other says nothing of it', async () => {
  const told = call('codex', 1_000, 900);
  const other = { ...told, source: 'otlp', tokens: { ...told.tokens, cacheRead: 0 } };
  expect(await suspectedDoubles(stream([told, other]))).toMatchObject([{ calls: 1 }]);
});

it.each([
  ['one app that repeats itself', [call('a', 0, 900), call('a', 10, 900)]],
  ['calls that are far apart', [call('a', 0, 900), call('b', 60_000, 900)]],
  ['another model', [call('a', 0, 900), call('b', 10, 900, 'n')]],
  ['calls too small to tell', [call('a', 0, 9), call('b', 10, 9)]],
])('does not suspect %s', async (_name, calls) => {
  expect(await suspectedDoubles(stream(calls))).toEqual([]);
});

it('looks at the models that several programs used', () => {
  const row = (app: string | null, source: string, model: string): UsageRow => ({
    ...NO_USAGE,
    key: { app, source, model },
    start: null,
  });
  const rows = [row('a', 'a', 'm'), row('b', 'b', 'm'), row('a', 'a', 'n'), row('a', 'c', 'n')];
  expect(sharedModels([row('a', 'a', 'm'), row('a', 'otlp', 'm')])).toEqual(['m']);
  expect(sharedModels([...rows, row(null, 'd', 'o'), row(null, 'e', 'o')])).toEqual(['m', 'o']);
});
