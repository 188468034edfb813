import type { CommandSpec } from '../command-spec.ts';

const CONFIG_SET: CommandSpec = {
  name: 'set',
  group: 'Set-up',
  formats: [],
  summary: 'Set a key of meterline.toml',
  arguments: [
    {
      name: 'key',
      summary: 'zone, machine, retentionDays, billing.NAME, sources.ID.enabled …',
      required: true,
    },
    { name: 'value', summary: 'its value; an empty one removes the key', required: true },
  ],
  examples: [
    { command: 'meterline config set zone Europe/Berlin', says: 'days are days of that zone' },
    { command: 'meterline config set billing.claude-code plan', says: 'a subscription pays for Claude Code' },
  ],
  load: () => import('../../commands/config-set.ts'),
};

const CONFIG_PATH: CommandSpec = {
  name: 'path',
  group: 'Set-up',
  formats: [],
  summary: 'Print where meterline.toml is',
  examples: [{ command: '$EDITOR "$(meterline config path)"', says: 'edit it' }],
  load: () => import('../../commands/config-path.ts'),
};

export const SETUP_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'sources',
    group: 'Set-up',
    summary: 'List the programs whose logs are read, and where',
    options: [{ name: 'all', short: 'a', summary: 'also those that are not on this machine' }],
    examples: [{ command: 'meterline sources --all', says: 'every program that Meterline knows' }],
    load: () => import('../../commands/sources.ts'),
  },
  {
    name: 'connect',
    group: 'Set-up',
    summary: "Read a program's logs, from a further folder too",
    details: 'Writes to meterline.toml only; nothing changes in the other program.',
    arguments: [{ name: 'name', summary: 'a source', required: true, complete: 'source' }],
    options: [
      {
        name: 'path',
        value: 'DIR',
        summary: 'where its logs are (default: the known places)',
        complete: 'file',
      },
    ],
    examples: [
      { command: 'meterline connect openclaw', says: 'its agents, its sessions, and how it stores them' },
      { command: 'meterline connect codex --path /mnt/laptop/.codex', says: 'a second machine' },
    ],
    load: () => import('../../commands/connect.ts'),
  },
  {
    name: 'disconnect',
    group: 'Set-up',
    formats: [],
    summary: 'Stop reading a source; what is recorded stays',
    arguments: [{ name: 'name', summary: 'a source', required: true, complete: 'source' }],
    options: [{ name: 'path', value: 'DIR', summary: 'only this folder', complete: 'file' }],
    examples: [{ command: 'meterline disconnect openclaw', says: 'no more imports from it' }],
    load: () => import('../../commands/disconnect.ts'),
  },
  {
    name: 'config',
    group: 'Set-up',
    summary: 'Show or change the configuration',
    options: [{ name: 'show', summary: 'print it, with every default (what it does anyway)' }],
    subcommands: [CONFIG_SET, CONFIG_PATH],
    examples: [
      { command: 'meterline config --show', says: 'what holds now' },
      { command: 'meterline config set zone Europe/Berlin', says: 'change a key' },
    ],
    load: () => import('../../commands/config.ts'),
  },
  {
    name: 'completion',
    group: 'Set-up',
    formats: [],
    summary: 'Print the completion script of a shell',
    arguments: [{ name: 'shell', summary: 'bash, zsh, fish', required: true }],
    examples: [
      {
        command: 'source <(meterline completion bash)',
        says: 'for this bash; add the line to ~/.bashrc to keep it',
      },
      { command: 'meterline completion fish > ~/.config/fish/completions/meterline.fish', says: 'for fish' },
    ],
    load: () => import('../../commands/completion.ts'),
  },
];
