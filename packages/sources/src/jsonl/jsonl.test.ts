import { describe, expect, it } from 'vitest';
import { readRoot, totalsOf } from '../../test/harness.ts';
import { readText } from '../../test/read-text.ts';
import { jsonl } from './source.ts';

const TESTDATA = `${import.meta.dirname}/testdata`;
const line = (change: object): string =>
  JSON.stringify({
    time: '2026-10-01T10:00:00Z',
    provider: 'p',
    model: 'm',
    tokens: { input: 1 },
    ...change,
  });

describe("Meterline's own JSONL", () => {
  it('reads calls with and without an id', () => {
    const { calls, issues } = readRoot(jsonl, TESTDATA);
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({ calls: 4, input: 126, cacheRead: 9050, cacheWrite5m: 500 });
    expect(calls[0]).toMatchObject({ keys: ['id:order-7'], source: 'jsonl', capture: 'import', app: 'shop' });
    // An exported call keeps the identity that it had, so it merges with the agent's own log.
    expect(calls[1]).toMatchObject({
      keys: ['msg_01AB'],
      reportedCostNanoUsd: 3_603_500,
      region: 'regional',
    });
  });

  it('tells equal lines apart, and reading them again gives the same calls', () => {
    const text = `${line({})}\n${line({})}\n${line({ user: 'u' })}\n`;
    const { calls } = readText(jsonl, text);
    expect(calls).toHaveLength(3);
    expect(readText(jsonl, text).calls).toEqual(calls);
  });

  it('goes on after a bad line and says where it was', () => {
    const { calls, issues } = readText(jsonl, `${line({})}\n{"torn\n[1]\n${line({ id: 'b' })}\n`);
    expect(calls).toHaveLength(2);
    const second = line({}).length + 1;
    expect(issues.map(({ at, code, detail }) => [at, code, detail])).toEqual([
      [second, 'BAD_JSON', undefined],
      [second + 7, 'BAD_FIELD', 'line'],
    ]);
  });

  it('names an unknown key once, however many lines have it', () => {
    const text = Array.from({ length: 50 }, (_, i) =>
      line({ id: i, brnach: 'x', tokens: { input: 1, inputs: 2 } }),
    );
    const { calls, issues } = readText(jsonl, `${text.join('\n')}\n`, { chunkBytes: 64 });
    expect(calls).toHaveLength(50);
    expect(issues.map(({ detail }) => detail)).toEqual(['brnach', 'tokens.inputs']);
  });
});
