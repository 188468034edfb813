import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UsageEvent } from '@meterline/core';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../src/render/text.ts';
import { routedCalls } from './routed-calls.ts';
import { runCli } from './run-cli.ts';
import { declaredUsage, sampleCalls, skippedInput, unpricedCalls } from './sample-calls.ts';
import { sampleTasks } from './sample-tasks.ts';

/**
 * Every screen as a person sees it, at 80 and at 120 columns, with a fixed clock, zone and ledger.
 * `UPDATE_GOLDEN=1 npx vitest run packages/cli/test/golden.test.ts` writes them anew: look at the difference.
 */
const FOLDER = join(import.meta.dirname, 'golden');
const update = process.env.UPDATE_GOLDEN === '1';
const WIDTHS = [80, 120] as const;

const session =
  sampleCalls().find(({ agent, app }) => app === 'claude-code' && agent !== undefined)?.session ?? '';

const SCREENS: Readonly<Record<string, readonly string[]>> = {
  help: ['--help'],
  'costs-help': ['costs', '--help'],
  summary: ['summary'],
  costs: ['costs'],
  'costs-two-dimensions': ['costs', '--by', 'project,model', '--period', '7d', '--compare'],
  'costs-by-day': ['costs', '--interval', 'day', '--period', '7d', '--compare'],
  'costs-limited': ['costs', '--by', 'session', '--limit', '5'],
  'costs-nothing': ['costs', '--where', 'app=nobody'],
  usage: ['usage'],
  'usage-turns': ['usage', '--date', '2026-11-21', '--turns', '--limit', '8'],
  calls: ['calls', '--limit', '8'],
  'calls-nothing': ['calls', '--where', 'app=nobody'],
  'tail-help': ['tail', '--help'],
  sessions: ['sessions', '--period', '7d'],
  session: ['session', session, '--limit', '6'],
  'sessions-searched': ['sessions', '--search', 'shop', '--limit', '4'],
  tasks: ['tasks', '--period', '7d'],
  'tasks-nothing': ['tasks', '--where', 'app=nobody'],
  task: ['task', 'release-42'],
  'task-limited': ['task', 'release', '--limit', '2'],
  'task-not-found': ['task', 'release-43'],
  models: ['models'],
  routes: ['routes', '--where', 'app=helpdesk'],
  'routes-nameless': ['routes', '--where', 'app=codex'],
  'what-if': ['what-if', 'claude-haiku-4-5'],
  'what-if-nothing': ['what-if', 'claude-haiku-4-5', '--where', 'app=nobody'],
  cron: ['cron'],
  cache: ['cache'],
  hours: ['hours'],
  blocks: ['blocks', '--period', '7d'],
  doctor: ['doctor'],
  sources: ['sources'],
  webhooks: ['webhooks'],
  prices: ['prices'],
  'prices-own': ['prices', '--own'],
  'prices-model': ['prices', 'claude-opus-4-6'],
  'reprice-dry-run': ['reprice', '--dry-run'],
  'unknown-command': ['cosst'],
  'unknown-dimension': ['costs', '--by', 'projcet'],
};

const calls = [...sampleCalls(), ...unpricedCalls()];
const declared = declaredUsage(session);

/** By command: other screens are as they are where nobody names tasks or features. */
const MORE_CALLS: Readonly<Record<string, readonly UsageEvent[]>> = {
  tasks: sampleTasks(),
  task: sampleTasks(),
  routes: routedCalls(),
};

const shown = async (argv: readonly string[], columns: number): Promise<string> => {
  const ran = await runCli(argv, {
    columns,
    calls: [...calls, ...(MORE_CALLS[argv[0] ?? ''] ?? [])],
    declared,
    issues: skippedInput,
    env: { NO_COLOR: '1' },
    home: '/home/dev/.meterline-of-the-goldens',
  });
  const err = ran.err === '' ? '' : `[stderr]\n${ran.err}`;
  return `$ meterline ${argv.join(' ')}\n${ran.out}${err}[exit ${ran.status}]\n`;
};

describe.each(WIDTHS)('at %i columns', (columns) => {
  it.each(Object.entries(SCREENS))('%s', async (name, argv) => {
    const text = await shown(argv, columns);
    const path = join(FOLDER, `${name}.${columns}.txt`);
    if (update) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(path, text);
    }
    expect(existsSync(path), `${path} is missing: update the goldens`).toBe(true);
    expect(text).toBe(readFileSync(path, 'utf8'));
    const [head = '', ...lines] = text.split('\n[stderr]')[0]!.split('\n');
    expect(head).toContain('meterline');
    expect(lines.filter((line) => textWidth(line) > columns)).toEqual([]);
  });
});

it('has no golden that no screen uses', () => {
  const used = Object.keys(SCREENS).flatMap((name) => WIDTHS.map((width) => `${name}.${width}.txt`));
  expect(readdirSync(FOLDER).filter((file) => !used.includes(file))).toEqual([]);
});
