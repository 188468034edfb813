import type { WebhookEvents, WebhookEvery } from '@meterline/server';
import type { CommandSpec } from '../command-spec.ts';
import { WHERE_OPTION } from './range-options.ts';

// Only the types: help must not load the server. That none is left out is checked by them.
const EVENTS = Object.keys({ calls: 0, rollups: 0 } satisfies Record<WebhookEvents, 0>);
const EVERY = Object.keys({ '1m': 0, '5m': 0, '15m': 0, '1h': 0, '1d': 0 } satisfies Record<WebhookEvery, 0>);

const NAME = { name: 'name', summary: 'as `meterline webhooks` lists it', required: true } as const;

const ADD: CommandSpec = {
  name: 'add',
  group: 'Set-up',
  formats: [],
  summary: 'Send news of calls to an address',
  details:
    'Writes [webhooks.NAME] to meterline.toml; `meterline start` then sends calls that start from now on. The secret stays in an environment variable. Addresses are https, or http on this machine: what is sent says what you spend and with whom.',
  arguments: [
    { name: 'name', summary: 'letters, digits, _ and -', required: true },
    { name: 'url', summary: 'where to', required: true },
  ],
  options: [
    {
      name: 'secret-env',
      value: 'VARIABLE',
      summary: 'environment variable with the secret (default METERLINE_WEBHOOK_SECRET)',
    },
    {
      name: 'events',
      value: 'EVENTS',
      summary: 'calls (each by itself) or rollups (totals of a time)',
      choices: EVENTS,
    },
    {
      name: 'every',
      value: 'TIME',
      summary: `time of a rollup: ${EVERY.join(', ')}`,
      choices: EVERY,
    },
    { name: 'by', value: 'DIM,DIM', summary: 'dimensions of a rollup', complete: 'dimension' },
    WHERE_OPTION,
    { name: 'since', value: 'DATE', summary: 'also calls since then that are recorded already' },
    { name: 'allow-http', summary: 'plain http to another machine, in a network that you trust' },
  ],
  examples: [
    { command: 'meterline webhooks add team https://example.com/hooks/meterline', says: 'each call' },
    {
      command:
        'meterline webhooks add sheet https://example.com/h --events rollups --every 1d --by model,user',
      says: 'a message a day',
    },
  ],
  load: () => import('../../commands/webhooks-add.ts'),
};

const REMOVE: CommandSpec = {
  name: 'remove',
  group: 'Set-up',
  formats: [],
  summary: 'Send nothing more to a webhook',
  arguments: [NAME],
  examples: [{ command: 'meterline webhooks remove team', says: 'and how far it was is forgotten' }],
  load: () => import('../../commands/webhooks-remove.ts'),
};

const TEST: CommandSpec = {
  name: 'test',
  group: 'Set-up',
  formats: ['json'],
  summary: 'Send a test message now',
  details:
    'Signed with the secret of this shell. Where it is delivered, a webhook that waits for its next try or was disabled goes on at once.',
  arguments: [NAME],
  examples: [{ command: 'meterline webhooks test team', says: 'exit status 1 where it is not taken' }],
  load: () => import('../../commands/webhooks-test.ts'),
};

const REPLAY: CommandSpec = {
  name: 'replay',
  group: 'Set-up',
  formats: [],
  summary: 'Send everything of a range again',
  details: 'The service that runs does it, beside what is new. Receivers know a call by its id.',
  arguments: [NAME],
  options: [
    { name: 'from', value: 'DATE', summary: 'first day or instant: 2026-11-01, 2026-11-01T14:30, 7d, 12h' },
    { name: 'to', value: 'DATE', summary: 'last day (included) or instant (excluded); default now' },
  ],
  examples: [{ command: 'meterline webhooks replay team --from 7d', says: 'the last seven days' }],
  load: () => import('../../commands/webhooks-replay.ts'),
};

const SECRET: CommandSpec = {
  name: 'secret',
  group: 'Set-up',
  formats: [],
  summary: 'Make a secret; it is kept nowhere',
  details:
    'Set it as an environment variable where `meterline start` runs and where messages are received. To change one, set the new and the old with a blank between until every receiver has the new one.',
  examples: [
    { command: 'export METERLINE_WEBHOOK_SECRET=$(meterline webhooks secret)', says: 'for this shell' },
  ],
  load: () => import('../../commands/webhooks-secret.ts'),
};

export const WEBHOOK_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'webhooks',
    group: 'Set-up',
    summary: 'Show where news of calls is sent, and how that goes',
    details: 'Signed as standardwebhooks.com says; see docs/guides/webhooks.md for receivers.',
    subcommands: [ADD, REMOVE, TEST, REPLAY, SECRET],
    examples: [
      { command: 'meterline webhooks', says: 'delivered, waiting, the last error, the next try' },
      { command: 'meterline webhooks test team', says: 'does it arrive?' },
    ],
    load: () => import('../../commands/webhooks.ts'),
  },
];
