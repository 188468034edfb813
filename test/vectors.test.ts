import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meterline, throwAway } from './run-meterline.ts';

interface Vector {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly at: string;
  readonly usage: Record<string, number>;
  readonly options: {
    batch?: boolean;
    service_tier?: string;
    speed?: string;
    inference_geo?: string;
    regional?: boolean;
  };
  readonly expected_usd: string | null;
  readonly expected_status?: string;
  readonly rates?: unknown;
  readonly reported?: unknown;
}

const vectors = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../packages/prices/test/vectors.json'), 'utf8')) as {
    vectors: Vector[];
  }
).vectors;
/** Cases that bring their own rates or reported cost are the engine's own test's. */
const byBook = vectors.filter((vector) => vector.rates === undefined && vector.reported === undefined);

const FIELD: Record<string, string> = {
  input: 'input',
  cache_read: 'cacheRead',
  cache_write_5m: 'cacheWrite5m',
  cache_write_1h: 'cacheWrite1h',
  cache_write_12h: 'cacheWrite12h',
  cache_write: 'cacheWrite',
  input_audio: 'inputAudio',
  output_audio: 'outputAudio',
  output: 'output',
  reasoning: 'reasoning',
};

const toLine = (vector: Vector): string => {
  const { web_searches: webSearches, ...counts } = vector.usage;
  return JSON.stringify({
    id: vector.id,
    time: vector.at,
    provider: vector.provider,
    model: vector.model,
    tokens: Object.fromEntries(Object.entries(counts).map(([name, count]) => [FIELD[name], count])),
    webSearches,
    batch: vector.options.batch,
    serviceTier: vector.options.service_tier,
    speed: vector.options.speed,
    region: vector.options.regional ? 'regional' : vector.options.inference_geo,
  });
};

interface ExportedCall {
  readonly id: string;
  readonly cost: { status: string; listUsd: number | null };
}

describe('price vectors, asked as a user would: import the calls, export them priced', () => {
  const home = throwAway('vectors');
  const file = join(home, 'calls.jsonl');
  writeFileSync(file, `${byBook.map(toLine).join('\n')}\n`);
  const imported = meterline(['import', file, '--home', home]);
  const exported = meterline(['export', '--format', 'jsonl', '--home', home]);
  const calls = new Map(
    exported.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as ExportedCall)
      .map((call) => [call.id, call]),
  );

  it('imports and exports each of them once', () => {
    expect(imported).toMatchObject({ status: 0 });
    expect(calls.size).toBe(byBook.length);
  });

  it.each(byBook.map((vector) => [vector.id, vector.model, vector] as const))(
    '%s %s',
    (_id, _model, vector) => {
      const cost = calls.get(vector.id)?.cost;
      if (vector.expected_usd === null) expect(cost).toMatchObject({ status: 'unpriced', listUsd: null });
      else expect(cost?.listUsd).toBe(Number(vector.expected_usd));
    },
  );
});
