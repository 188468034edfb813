import type { CommandSpec, OptionSpec } from '../command-spec.ts';

export const WORKERS_OPTION: OptionSpec = {
  name: 'workers',
  value: 'N',
  summary: 'processes that share the port and meter (default 1)',
};

const name = (option: string, summary: string) => ({ name: option, value: 'NAME', summary });

const CREATE: CommandSpec = {
  name: 'create',
  group: 'Gateway',
  formats: ['json'],
  summary: 'Make a key for the gateway, shown once',
  details:
    "Clients send it in place of the provider's key, which stays in the environment of the gateway. Only its hash is kept. What a call says of itself is believed before what its key stands for.",
  options: [
    { name: 'label', value: 'TEXT', summary: 'what the key is called in lists and with its calls' },
    name('user', 'whom its calls are put down to'),
    name('app', 'the program that has it'),
    name('tenant', 'the customer that its calls are for'),
    name('feature', 'what its calls do'),
    name('project', 'the work that they belong to'),
    name('environment', 'production, staging …'),
    { name: 'tag', value: 'NAME=VALUE', summary: 'a tag of its calls; repeatable', repeatable: true },
    {
      name: 'provider',
      value: 'UPSTREAM=VARIABLE',
      summary: "environment variable with that provider's key, if not the usual one; repeatable",
      repeatable: true,
    },
  ],
  examples: [
    { command: 'meterline keys create --label ann --user ann', says: 'a key of one person' },
    {
      command: 'meterline keys create --label search --tag team=search --provider openai=OPENAI_KEY_SEARCH',
      says: "a team's key, with a provider's key of its own",
    },
  ],
  load: () => import('../../commands/keys-create.ts'),
};

const REVOKE: CommandSpec = {
  name: 'revoke',
  group: 'Gateway',
  formats: [],
  summary: 'Take a key of the gateway back',
  arguments: [{ name: 'id', summary: 'as `meterline keys` lists it', required: true }],
  examples: [{ command: 'meterline keys revoke 1f0c22ab', says: 'refused within seconds' }],
  load: () => import('../../commands/keys-revoke.ts'),
};

export const GATEWAY_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'gateway',
    group: 'Gateway',
    formats: ['json'],
    summary: 'Meter calls to the providers, without reading logs',
    details:
      'Clients are pointed at it: ANTHROPIC_BASE_URL=http://127.0.0.1:6383/anthropic, OPENAI_BASE_URL=http://127.0.0.1:6383/openai/v1. `meterline start` does the same beside everything else. An address that others can reach needs a token for the dashboard, and a key of the gateway for every call.',
    options: [
      { name: 'port', value: 'PORT', summary: 'port to listen on (default 6383, or the next free one)' },
      { name: 'host', value: 'ADDRESS', summary: 'address to listen on (default 127.0.0.1)' },
      { name: 'token', value: 'TOKEN', summary: 'what others must know (default: $METERLINE_TOKEN)' },
      WORKERS_OPTION,
      { name: 'quiet', short: 'q', summary: 'say where it is, and no more' },
    ],
    examples: [
      { command: 'meterline gateway', says: 'a live line for each call that passes' },
      { command: 'meterline gateway --workers 4 --quiet', says: 'on four cores' },
    ],
    load: () => import('../../commands/gateway.ts'),
  },
  {
    name: 'keys',
    group: 'Gateway',
    summary: "List the gateway's own keys",
    details:
      'Without any, clients send the keys of their providers, which pass through and are never kept. `gateway.requireKey` refuses calls without one.',
    subcommands: [CREATE, REVOKE],
    examples: [
      { command: 'meterline keys', says: 'whom each key stands for' },
      { command: 'meterline keys create --label ann --user ann', says: 'one more' },
    ],
    load: () => import('../../commands/keys.ts'),
  },
];
