import { INTERVALS } from '@meterline/core';
import type { CommandSpec } from '../command-spec.ts';
import { LIMIT_OPTION, RANGE_OPTIONS, WHERE_OPTION } from './range-options.ts';

const DIMENSIONS =
  'Dimensions: provider, model, app, source, machine, project, branch, session, task, agent, user, tenant, feature, environment, channel, cron, and tag:KEY for a tag of your own.';

export const REPORT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'costs',
    group: 'Reports',
    summary: 'Show where the money went, by any dimension and over time',
    details: `${DIMENSIONS} Costs are API list prices, fixed when a call was recorded.`,
    options: [
      ...RANGE_OPTIONS,
      {
        name: 'by',
        short: 'b',
        value: 'DIM[,DIM]',
        summary: 'dimensions to group by (default model)',
        complete: 'dimension',
      },
      WHERE_OPTION,
      { name: 'interval', short: 'i', value: 'INTERVAL', summary: INTERVALS.join(', '), choices: INTERVALS },
      { name: 'compare', short: 'c', summary: 'compare with the period before, to the same point in it' },
      LIMIT_OPTION,
    ],
    examples: [
      { command: 'meterline costs', says: 'the last 30 days by model' },
      { command: 'meterline costs --by project,model --period month', says: 'this month, two levels deep' },
      {
        command: 'meterline costs --interval day --period 7d --compare',
        says: 'day by day, against the week before',
      },
      {
        command: "meterline costs --by agent --where app=openclaw --where 'model!=gpt-5.5'",
        says: 'only some calls',
      },
    ],
    load: () => import('../../commands/costs.ts'),
  },
  {
    name: 'usage',
    group: 'Reports',
    summary: 'Show token counts by model, or every call with --turns',
    options: [
      ...RANGE_OPTIONS,
      {
        name: 'session',
        value: 'ID',
        summary: 'one session (its id, or a unique beginning)',
        complete: 'session',
      },
      { name: 'date', value: 'DATE', summary: 'one day' },
      { name: 'model', value: 'MODEL', summary: 'one model', complete: 'model' },
      { name: 'agent', value: 'AGENT', summary: 'one agent' },
      { name: 'cron', value: 'JOB', summary: 'one scheduled job (its id or name)' },
      WHERE_OPTION,
      { name: 'turns', summary: 'one row a call, with the count so far' },
      LIMIT_OPTION,
    ],
    examples: [
      { command: 'meterline usage --date 2026-11-20', says: 'one day, every kind of token' },
      { command: 'meterline usage --session 5f1c0c1e --turns', says: 'a session call by call' },
    ],
    load: () => import('../../commands/usage.ts'),
  },
  {
    name: 'calls',
    group: 'Reports',
    summary: 'List single calls, the newest first',
    options: [
      ...RANGE_OPTIONS,
      WHERE_OPTION,
      {
        name: 'status',
        value: 'STATUS',
        summary: 'only calls that ended so: ok, error, aborted, or failed for any but ok',
        choices: ['ok', 'error', 'aborted', 'failed'],
      },
      { name: 'unpriced', summary: 'only calls that have no known price' },
      { ...LIMIT_OPTION, summary: 'calls to show, the newest (default 20)' },
    ],
    examples: [
      { command: 'meterline calls --status failed --period 7d', says: 'what went wrong in a week' },
      { command: 'meterline calls', says: 'the last calls, with ids for `meterline explain`' },
      { command: 'meterline calls --period today --where feature=summary', says: 'of one feature, today' },
      { command: 'meterline calls --since 2h --json', says: 'every call of two hours, for a program' },
    ],
    load: () => import('../../commands/calls.ts'),
  },
  {
    name: 'sessions',
    group: 'Reports',
    summary: 'List sessions, the most expensive first',
    options: [
      ...RANGE_OPTIONS,
      WHERE_OPTION,
      {
        name: 'search',
        value: 'TEXT',
        summary: 'only sessions with this text in their id, project, branch, app, agent, model or job',
      },
      {
        name: 'sort',
        value: 'ORDER',
        summary: 'cost, tokens, calls, newest, longest, cacheWaste',
        choices: ['cost', 'tokens', 'calls', 'newest', 'longest', 'cacheWaste'],
      },
      LIMIT_OPTION,
    ],
    examples: [
      { command: 'meterline sessions --period 7d', says: 'the most expensive of the last 7 days' },
      { command: 'meterline sessions --sort newest --where app=codex', says: 'what Codex did last' },
      { command: 'meterline sessions --search web-shop --period 90d', says: 'of one project or branch' },
    ],
    load: () => import('../../commands/sessions.ts'),
  },
  {
    name: 'session',
    group: 'Reports',
    summary: 'Show one session: models, agents, turns, unlogged use',
    arguments: [
      { name: 'id', summary: 'its id, or a unique beginning of it', required: true, complete: 'session' },
    ],
    options: [{ ...LIMIT_OPTION, summary: 'turns to show, the last ones (default 15)' }],
    examples: [
      { command: 'meterline session 5f1c0c1e', says: 'the session whose id begins so' },
      { command: 'meterline session 5f1c0c1e --limit 100', says: 'with its last 100 turns' },
    ],
    load: () => import('../../commands/session.ts'),
  },
  {
    name: 'tasks',
    group: 'Reports',
    summary: 'List tasks, the most expensive first',
    details:
      'A task is a piece of work that runs through sessions, agents and programs; each model call that names it is a hop. Programs name it (x-meterline-task, withTags, "task" in ingest), or a W3C trace does.',
    options: [
      ...RANGE_OPTIONS,
      WHERE_OPTION,
      {
        name: 'sort',
        value: 'ORDER',
        summary: 'cost, hops, tokens, longest (by wall-clock time), newest',
        choices: ['cost', 'hops', 'tokens', 'longest', 'newest'],
      },
      {
        name: 'search',
        value: 'TEXT',
        summary: 'only with this in id, app, project, agent, model, feature, user',
      },
      LIMIT_OPTION,
    ],
    examples: [
      { command: 'meterline tasks --period 7d', says: 'the most expensive of the last 7 days' },
      { command: 'meterline tasks --sort longest --where feature=answer-ticket', says: 'which took longest' },
    ],
    load: () => import('../../commands/tasks.ts'),
  },
  {
    name: 'task',
    group: 'Reports',
    summary: 'Show one task: its hops as a waterfall, where time and money went',
    arguments: [{ name: 'id', summary: 'its id, or a unique beginning of it', required: true }],
    options: [{ ...LIMIT_OPTION, summary: 'hops to show, the first ones (default 40)' }],
    examples: [
      { command: 'meterline task release-42', says: 'hop by hop, with what it cost' },
      { command: 'meterline task release-42 --json', says: 'every hop, for a program' },
    ],
    load: () => import('../../commands/task.ts'),
  },
  {
    name: 'models',
    group: 'Reports',
    summary: 'List the models in use, and what a million tokens cost',
    options: [...RANGE_OPTIONS, WHERE_OPTION, LIMIT_OPTION],
    examples: [{ command: 'meterline models --period 90d', says: 'every model of the last 90 days' }],
    load: () => import('../../commands/models.ts'),
  },
  {
    name: 'routes',
    group: 'Reports',
    summary: 'List what calls are made for: feature, tenant and model, with latency and errors',
    details:
      'Feature and tenant are what a program names (x-meterline-feature, /with/feature=NAME/, withTags). Times are of the calls that say how long they took, as those of the gateway, the SDK and OpenTelemetry do: p50 and p95 of the latency, p50 of the time to the first token of streamed answers, output tokens a second while they were written.',
    options: [...RANGE_OPTIONS, WHERE_OPTION, LIMIT_OPTION],
    examples: [
      { command: 'meterline routes --period 7d', says: 'the most expensive of the last 7 days' },
      { command: 'meterline routes --where tenant=acme --csv', says: 'one customer, for a spreadsheet' },
    ],
    load: () => import('../../commands/routes.ts'),
  },
  {
    name: 'what-if',
    group: 'Reports',
    summary: 'Show what the same tokens would have cost on another model',
    details:
      'At API list prices of now and base rates; what the comparison cannot know is said below it. Cache reads and writes count at the rates of the other model.',
    arguments: [{ name: 'model', summary: 'the other model', required: true, complete: 'model' }],
    options: [
      ...RANGE_OPTIONS,
      WHERE_OPTION,
      {
        name: 'provider',
        value: 'NAME',
        summary: 'who would bill (default: whom the price book knows it from)',
      },
      LIMIT_OPTION,
    ],
    examples: [
      { command: 'meterline what-if claude-haiku-4-5', says: 'the last 30 days, had all run on Haiku' },
      {
        command: 'meterline what-if gpt-5.4 --where model=claude-opus-4-6 --period month',
        says: 'only what ran on Opus this month',
      },
    ],
    load: () => import('../../commands/what-if.ts'),
  },
  {
    name: 'cron',
    group: 'Reports',
    summary: 'Show what scheduled jobs cost: runs, average and last run',
    options: [...RANGE_OPTIONS, LIMIT_OPTION],
    examples: [{ command: 'meterline cron --period month', says: 'the jobs of this month' }],
    load: () => import('../../commands/cron.ts'),
  },
  {
    name: 'cache',
    group: 'Reports',
    summary: 'Show what prompt caching saved, and where it fails',
    options: [...RANGE_OPTIONS, WHERE_OPTION, LIMIT_OPTION],
    examples: [{ command: 'meterline cache --period 7d', says: 'hit rate and savings of the last 7 days' }],
    load: () => import('../../commands/cache.ts'),
  },
  {
    name: 'hours',
    group: 'Reports',
    summary: 'Show the hours of the week in which the money goes',
    options: [
      ...RANGE_OPTIONS,
      WHERE_OPTION,
      {
        name: 'metric',
        value: 'METRIC',
        summary: 'cost, tokens, calls (default cost)',
        choices: ['cost', 'tokens', 'calls'],
      },
    ],
    examples: [{ command: 'meterline hours --period 90d --metric tokens', says: 'a heat map of 90 days' }],
    load: () => import('../../commands/hours.ts'),
  },
  {
    name: 'blocks',
    group: 'Reports',
    summary: 'Show 5-hour windows, as plans limit them',
    details:
      'A window begins with the first call, at the full UTC hour, and lasts 5 hours. The next begins with the first call after it, or after a pause of 5 hours. This is the convention of such tools and comes close to the limit windows of Claude plans; the provider does not publish the exact rule.',
    options: [...RANGE_OPTIONS, WHERE_OPTION, LIMIT_OPTION],
    examples: [
      { command: 'meterline blocks --period 7d --where app=claude-code', says: 'the windows of one week' },
    ],
    load: () => import('../../commands/blocks.ts'),
  },
  {
    name: 'explain',
    group: 'Reports',
    summary: "Show how a call's cost came about, line by line",
    arguments: [
      { name: 'call', summary: "a call's id, a unique beginning of it, or its message id", required: true },
    ],
    examples: [
      {
        command: 'meterline explain 3f2a9c',
        says: 'the arithmetic, the price rule and where the price comes from',
      },
    ],
    load: () => import('../../commands/explain.ts'),
  },
];
