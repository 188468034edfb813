import type { CommandSpec } from '../command-spec.ts';
import { WORKERS_OPTION } from './gateway-commands.ts';
import { WHERE_OPTION } from './range-options.ts';

/** What bare `meterline` does. */
export const ROOT: CommandSpec = {
  name: '',
  group: 'Start',
  summary: 'Tell what every LLM call cost, and who and what caused it',
  details:
    'Without a command: imports what is new in the logs of the coding agents on this machine and shows where the money went.',
  examples: [
    { command: 'meterline', says: 'import what is new, then today, 7 days and 30 days at a glance' },
    { command: 'meterline costs --by project --period month', says: 'where the money of this month went' },
    { command: 'meterline watch', says: 'a line for each call, as it happens' },
  ],
  load: () => import('../../commands/overview.ts'),
};

export const START_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'start',
    group: 'Start',
    formats: ['json'],
    summary: 'Serve the dashboard, import, and keep watching',
    details:
      'The dashboard is for this machine only unless --host names another address, which needs a token: everything then asks for it. METERLINE_TOKEN keeps it out of the list of processes.',
    options: [
      { name: 'port', value: 'PORT', summary: 'port of the dashboard (default 6383, or the next free one)' },
      { name: 'host', value: 'ADDRESS', summary: 'address to listen on (default 127.0.0.1)' },
      { name: 'token', value: 'TOKEN', summary: 'what others must know (default: $METERLINE_TOKEN)' },
      WORKERS_OPTION,
      { name: 'open', summary: 'open the dashboard in the browser' },
      { name: 'no-watch', summary: 'import once, then only serve' },
      { name: 'quiet', short: 'q', summary: 'say where the dashboard is, and no more' },
      { name: 'demo', summary: 'use sample logs in a data folder that is thrown away' },
    ],
    examples: [
      {
        command: 'meterline start',
        says: 'the whole thing: dashboard, import, a live line for each new call',
      },
      { command: 'meterline start --demo --open', says: 'the same on sample logs, for a look around' },
      {
        command: 'METERLINE_TOKEN=$(openssl rand -hex 16) meterline start --host 0.0.0.0',
        says: 'for other machines too',
      },
    ],
    load: () => import('../../commands/start.ts'),
  },
  {
    name: 'import',
    group: 'Start',
    summary: 'Read what is new in the logs of agents, or named files',
    details:
      'Known sources are read where their programs keep them. Files and folders that are named are recognised by their content; a CSV needs --map unless its headers are known.',
    arguments: [
      {
        name: 'source|file',
        summary: 'sources (see `meterline sources`) or files and folders',
        variadic: true,
        complete: 'source',
      },
    ],
    options: [
      {
        name: 'path',
        value: 'PATH',
        summary: 'a file or folder to read; repeatable',
        repeatable: true,
        complete: 'file',
      },
      {
        name: 'map',
        value: 'FIELD=HEADER',
        summary: "a CSV's header for one of our fields; repeatable",
        repeatable: true,
      },
      { name: 'since', short: 's', value: 'DATE', summary: 'leave out calls before this day or instant' },
      { name: 'dry-run', summary: 'read and price everything, store nothing' },
    ],
    examples: [
      { command: 'meterline import', says: 'everything new, from every source' },
      { command: 'meterline import codex --since 2026-11-01', says: 'one source, from a day on' },
      {
        command: 'meterline import usage.csv --map time=Date,model=Model,input=In --map provider==openai',
        says: 'a CSV with headers of its own; `==` gives every row one value',
      },
    ],
    load: () => import('../../commands/import.ts'),
  },
  {
    name: 'watch',
    group: 'Start',
    formats: ['json'],
    summary: 'Show a line for each call as it happens',
    arguments: [
      { name: 'source', summary: 'sources to watch; default all', variadic: true, complete: 'source' },
    ],
    examples: [
      { command: 'meterline watch', says: 'until Ctrl-C' },
      { command: 'meterline watch claude-code --json', says: 'one JSON object a call, for another program' },
    ],
    load: () => import('../../commands/watch.ts'),
  },
  {
    name: 'tail',
    group: 'Start',
    formats: ['json'],
    summary: 'Show each call as it is recorded, whoever records it',
    details:
      'Follows the ledger, and reads no logs itself: calls of the gateway, of programs that send their own, and of a `meterline start` or `watch` that runs. With --url it follows the event stream of a Meterline elsewhere, and asks again when that was away; METERLINE_TOKEN is sent as its token.',
    options: [
      WHERE_OPTION,
      { name: 'url', value: 'URL', summary: 'follow that Meterline instead of the ledger on this machine' },
    ],
    examples: [
      { command: 'meterline tail', says: 'until Ctrl-C' },
      { command: 'meterline tail --where feature=summary --json', says: 'one JSON object a call' },
      { command: 'meterline tail --url http://127.0.0.1:6383', says: 'of a running Meterline' },
    ],
    load: () => import('../../commands/tail.ts'),
  },
  {
    name: 'summary',
    group: 'Start',
    summary: 'Show the figures at a glance, without importing',
    examples: [
      { command: 'meterline summary', says: 'at a glance' },
      { command: 'meterline summary --json', says: 'the same for a program' },
    ],
    load: () => import('../../commands/summary.ts'),
  },
];
