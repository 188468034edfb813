import type { CommandSpec } from '../command-spec.ts';
import { LIMIT_OPTION, RANGE_OPTIONS, WHERE_OPTION } from './range-options.ts';

const text = (name: string, summary: string) => ({ name, value: 'TEXT', summary });
const tokens = (name: string, summary: string) => ({ name, value: 'TOKENS', summary });

export const LEDGER_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'log',
    group: 'Ledger',
    formats: ['json'],
    summary: 'Record a call by hand',
    details:
      'The same fields as a line of `meterline import FILE.jsonl`; `meterline log -` reads such lines from standard input. A call with the same --id is the same call.',
    arguments: [{ name: '-', summary: 'read JSON lines from standard input' }],
    options: [
      { name: 'provider', value: 'NAME', summary: 'who bills: anthropic, openai, …' },
      { name: 'model', value: 'MODEL', summary: 'as it was sent', complete: 'model' },
      { name: 'time', value: 'TIME', summary: 'when it started (default now)' },
      tokens('input', 'uncached input tokens'),
      tokens('output', 'output tokens, reasoning included'),
      tokens('reasoning', 'reasoning tokens inside output'),
      tokens('cache-read', 'tokens read from a cache'),
      tokens('cache-write', 'tokens written to a cache'),
      { name: 'cost', value: 'USD', summary: 'what the sender says it cost' },
      text('id', "the call's own id, so that it is never counted twice"),
      text('app', 'the program that made it'),
      text('session', 'the conversation or run that it belongs to'),
      text('project', 'folder or name of the work'),
      text('agent', 'the agent inside the program'),
      text('user', 'who caused it'),
      text('feature', 'the feature or route that it serves'),
      {
        name: 'set',
        value: 'FIELD=VALUE',
        summary: 'any other field: serviceTier=flex, tags.team=search, tokens.cacheWrite1h=100',
        repeatable: true,
      },
      { name: 'dry-run', summary: 'price it, store nothing' },
    ],
    examples: [
      {
        command: 'meterline log --provider openai --model gpt-5.5 --input 1200 --output 300 --app my-script',
        says: 'one call, now',
      },
      { command: 'my-tool --usage-json | meterline log -', says: 'many calls, one JSON object a line' },
    ],
    load: () => import('../../commands/log.ts'),
  },
  {
    name: 'export',
    group: 'Ledger',
    formats: ['csv'],
    summary: 'Write all calls as CSV or JSON lines',
    details: 'JSON lines can be imported again, here or on another machine, without counting a call twice.',
    options: [
      {
        name: 'format',
        short: 'f',
        value: 'FORMAT',
        summary: 'csv, jsonl (default jsonl)',
        choices: ['csv', 'jsonl'],
      },
      {
        name: 'output',
        short: 'o',
        value: 'FILE',
        summary: 'write to a file (default standard output)',
        complete: 'file',
      },
      ...RANGE_OPTIONS,
      WHERE_OPTION,
    ],
    examples: [
      { command: 'meterline export --format csv --period month > november.csv', says: 'for a spreadsheet' },
      { command: 'meterline export -o ledger.jsonl', says: 'everything, to move to another machine' },
    ],
    load: () => import('../../commands/export.ts'),
  },
  {
    name: 'sql',
    group: 'Ledger',
    summary: 'Ask the ledger in SQL (read-only, over stable views)',
    details: 'The views and their columns: docs/guides/sql.md. Without a statement, lists them.',
    arguments: [{ name: 'statement', summary: 'one SELECT' }],
    options: [LIMIT_OPTION],
    examples: [
      {
        command: 'meterline sql "select model, count(*) from calls group by model"',
        says: 'calls by model',
      },
    ],
    load: () => import('../../commands/sql.ts'),
  },
  {
    name: 'doctor',
    group: 'Ledger',
    summary: 'Check coverage, skipped input, prices and the ledger',
    examples: [{ command: 'meterline doctor', says: 'what to know before you trust a figure' }],
    load: () => import('../../commands/doctor.ts'),
  },
];
