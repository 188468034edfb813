import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFiles, writeDemoLogs } from '../demo/demo.ts';
import { SOURCES } from '../src/registry.ts';
import { nodeFs, type ReadOutcome, readFiles, testEnv } from './harness.ts';

const NOW = Date.UTC(2026, 10, 22, 14, 30);
const DAY = 24 * 3_600_000;

let home: string;
const outcomes = new Map<string, ReadOutcome>();
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'meterline-demo-'));
  writeDemoLogs(home, NOW);
  for (const source of SOURCES) {
    const files = source.roots(testEnv(home)).flatMap((root) => [...source.discover(root, nodeFs)]);
    if (files.length > 0) outcomes.set(source.id, readFiles(source, files));
  }
});
afterAll(() => rmSync(home, { recursive: true }));

const calls = () => [...outcomes.values()].flatMap((outcome) => outcome.calls);
const distinct = (pick: (call: ReturnType<typeof calls>[number]) => unknown) =>
  new Set(
    calls()
      .map(pick)
      .filter((value) => value !== undefined),
  );

describe('demo logs', () => {
  it('are read by their sources without a doubt', () => {
    expect([...outcomes.keys()].sort()).toEqual(['claude-code', 'codex', 'gemini-cli', 'openclaw']);
    for (const { issues } of outcomes.values()) expect(issues).toEqual([]);
  });

  it('show every part of a report: projects, models, agents, channels, jobs, a model without a price', () => {
    expect(distinct(({ session }) => session).size).toBeGreaterThanOrEqual(30);
    expect(distinct(({ project }) => project).size).toBeGreaterThanOrEqual(3);
    expect(distinct(({ branch }) => branch).size).toBeGreaterThanOrEqual(2);
    expect(distinct(({ agent }) => agent).size).toBeGreaterThanOrEqual(2);
    expect(distinct(({ channel }) => channel)).toContain('telegram');
    expect([...distinct(({ cron }) => cron)].sort()).toEqual(['job-brief', 'job-inbox']);
    expect(distinct(({ model }) => model)).toContain('house-70b-chat');
    expect(distinct(({ status }) => status)).toContain('aborted');
    expect(outcomes.get('openclaw')?.cronJobs.map(({ name }) => name)).toContain('Morning brief');
  });

  it('lie in the last 90 days, today included, so that 30 days have others to be compared with, and never in the future', () => {
    const times = calls().map(({ startedAt }) => startedAt);
    expect(Math.max(...times)).toBeLessThan(NOW);
    expect(Math.max(...times)).toBeGreaterThan(NOW - 3 * 3_600_000);
    expect(Math.min(...times)).toBeGreaterThan(NOW - 90 * DAY);
    expect(times.filter((at) => at < NOW - 30 * DAY).length).toBeGreaterThan(1000);
  });

  it('are the same for the same instant, and hold no invented identity twice', () => {
    expect(demoFiles(NOW)).toEqual(demoFiles(NOW));
    const paths = demoFiles(NOW).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});
