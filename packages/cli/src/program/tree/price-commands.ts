import type { CommandSpec } from '../command-spec.ts';
import { WHERE_OPTION } from './range-options.ts';

const SET: CommandSpec = {
  name: 'set',
  group: 'Prices',
  formats: [],
  summary: 'Set a price of your own: rates, alias, discount, like',
  details:
    "MODEL is a model's name, or provider:model. Rates are US dollars per million tokens. Your prices beat the book for calls recorded from now on; `meterline reprice` applies them to the past.",
  arguments: [{ name: 'model', summary: 'model, or provider:model', required: true, complete: 'model' }],
  options: [
    { name: 'input', value: 'USD', summary: 'uncached input, per million tokens' },
    { name: 'output', value: 'USD', summary: 'output, per million tokens' },
    { name: 'cache-read', value: 'USD', summary: 'cache reads, per million tokens' },
    { name: 'cache-write', value: 'USD', summary: 'cache writes, per million tokens' },
    { name: 'like', value: 'MODEL', summary: 'the price of another model', complete: 'model' },
    { name: 'alias', value: 'MODEL', summary: 'another name for that model', complete: 'model' },
    { name: 'discount', value: 'PERCENT', summary: 'off the list price, such as 15' },
    { name: 'from', value: 'DATE', summary: 'from this day or instant on' },
    { name: 'until', value: 'DATE', summary: 'up to this instant' },
  ],
  examples: [
    {
      command: 'meterline prices set my-local-model --input 0 --output 0',
      says: 'a model that costs nothing',
    },
    {
      command: 'meterline prices set azure:prod-chat --alias gpt-5.5',
      says: 'a deployment, named as its model',
    },
    { command: 'meterline prices set anthropic:* --discount 10', says: 'a negotiated discount' },
  ],
  load: () => import('../../commands/prices-set.ts'),
};

const UNSET: CommandSpec = {
  name: 'unset',
  group: 'Prices',
  formats: [],
  summary: 'Remove a price of your own',
  arguments: [
    { name: 'model', summary: 'as `meterline prices set` was given it', required: true, complete: 'model' },
  ],
  examples: [{ command: 'meterline prices unset my-local-model', says: 'back to the price book' }],
  load: () => import('../../commands/prices-unset.ts'),
};

const UPDATE: CommandSpec = {
  name: 'update',
  group: 'Prices',
  formats: [],
  summary: 'Fetch, check and use a newer price book',
  details: 'The only command that goes to the network. The past keeps its prices; see `meterline reprice`.',
  options: [
    {
      name: 'url',
      value: 'URL',
      summary: 'where the book is (default: $METERLINE_PRICES_URL, then pricesUrl of the configuration)',
    },
    { name: 'file', value: 'FILE', summary: 'a book that you already have', complete: 'file' },
  ],
  examples: [
    {
      command: 'meterline prices update --url https://prices.example/book.json',
      says: 'fetch, check and keep a newer book',
    },
    { command: 'meterline prices update', says: 'from the configured address (`pricesUrl`)' },
  ],
  load: () => import('../../commands/prices-update.ts'),
};

export const PRICE_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'prices',
    group: 'Prices',
    summary: 'Show what a model costs, cost before, and the source',
    arguments: [{ name: 'model', summary: 'a model; without one, the models in use', complete: 'model' }],
    options: [
      { name: 'at', value: 'DATE', summary: 'the price at this day or instant (default now)' },
      { name: 'own', summary: 'only prices of your own, from prices.local.json' },
    ],
    subcommands: [SET, UNSET, UPDATE],
    examples: [
      { command: 'meterline prices claude-opus-4-6', says: 'its price and its history' },
      { command: 'meterline prices gpt-5.5 --at 2026-03-01', says: 'what it cost that day' },
      { command: 'meterline prices --own', says: 'what you have set yourself' },
    ],
    load: () => import('../../commands/prices.ts'),
  },
  {
    name: 'reprice',
    group: 'Prices',
    summary: 'Price recorded calls again, with the prices known now',
    details: 'The only way in which a recorded cost changes. What a call cost before is kept in the ledger.',
    options: [
      { name: 'since', short: 's', value: 'DATE', summary: 'only calls from this day or instant on' },
      { name: 'unpriced', summary: 'only calls that have no price yet' },
      WHERE_OPTION,
      { name: 'dry-run', summary: 'say what would change, change nothing' },
    ],
    examples: [
      { command: 'meterline reprice --dry-run', says: 'what would change' },
      { command: 'meterline reprice --unpriced', says: 'after `meterline prices set`' },
    ],
    load: () => import('../../commands/reprice.ts'),
  },
];
