import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { totalTokens, type UsageEvent } from '@meterline/core';
import { describe, expect, it } from 'vitest';
import { callsOf, testReceiver } from './otlp-kit.ts';

/** What real clients have sent, without its texts; times of spans are made up. */
const sample = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'testdata', `${name}.json`));

/** An independent way to the totals: every record with these attributes, flat, by nothing but its names. */
const flat = (name: string): Record<string, string>[] => {
  const found: Record<string, string>[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const inner of value) walk(inner);
    else if (typeof value === 'object' && value !== null) {
      const { attributes } = value as { attributes?: { key: string; value: Record<string, unknown> }[] };
      if (attributes)
        found.push(
          Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])])),
        );
      for (const inner of Object.values(value)) walk(inner);
    }
  };
  walk(JSON.parse(sample(name).toString()));
  return found;
};
const sumOf = (rows: readonly Record<string, string>[], ...names: readonly string[]): number =>
  rows.reduce((sum, row) => sum + names.reduce((inner, name) => inner + Number(row[name] ?? 0), 0), 0);

/** Of the events of one call any says the counts. */
const tokensOf = (calls: readonly (readonly UsageEvent[])[]): number =>
  calls.reduce((sum, [first]) => sum + totalTokens(first!.tokens), 0);

describe('what real clients have sent', () => {
  it('Claude Code: logs and traces, each request once', async () => {
    const rows = flat('claude-code-logs').filter((row) => row['event.name'] === 'api_request');
    expect(rows.length).toBe(9);
    const test = testReceiver();
    await test.send(sample('claude-code-logs'), 'json', 'logs');
    expect(test.events).toHaveLength(rows.length);
    const reported = test.events.reduce((sum, event) => sum + (event.reportedCostNanoUsd ?? 0), 0);
    expect(reported).toBe(Math.round(sumOf(rows, 'cost_usd') * 1e9));
    await test.send(sample('claude-code-traces'), 'json', 'traces');
    const calls = callsOf(test.events);
    expect(calls).toHaveLength(rows.length);
    expect(tokensOf(calls)).toBe(
      sumOf(rows, 'input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_creation_tokens'),
    );
    expect(calls.filter((call) => call.length === 2)).toHaveLength(3);
  });

  it('Codex: each completed response once, and its total is the sender’s own', async () => {
    const rows = flat('codex-logs').filter((row) => row['input_token_count'] !== undefined);
    expect(rows.length).toBe(23);
    const test = testReceiver();
    await test.send(sample('codex-logs'), 'json', 'logs');
    expect(callsOf(test.events)).toHaveLength(rows.length);
    expect(tokensOf(callsOf(test.events))).toBe(sumOf(rows, 'tool_token_count'));
    expect(test.receiver.stats()).toMatchObject({ calls: { codex: rows.length }, rejected: 0 });
  });
});
