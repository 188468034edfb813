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
    summary: "Read a program's logs, or have it report its calls",
    details:
      'Reads its logs, from a further folder too, and writes to meterline.toml only. With --otel or --gateway it changes the configuration of claude-code, codex, gemini-cli or openclaw: it shows the lines, asks, and keeps a receipt, so that `disconnect` takes them back exactly.',
    arguments: [{ name: 'name', summary: 'a source', required: true, complete: 'source' }],
    options: [
      {
        name: 'path',
        value: 'DIR',
        summary: 'where its logs are (default: the known places)',
        complete: 'file',
      },
      { name: 'otel', summary: 'have it send OpenTelemetry here' },
      { name: 'gateway', summary: 'have it call through the gateway' },
      { name: 'url', value: 'URL', summary: 'of this Meterline (default http://127.0.0.1:6383)' },
      { name: 'print', summary: 'only show what would change' },
      { name: 'yes', short: 'y', summary: 'change it without asking' },
    ],
    examples: [
      { command: 'meterline connect openclaw', says: 'its agents, its sessions, and how it stores them' },
      { command: 'meterline connect codex --path /mnt/laptop/.codex', says: 'a second machine' },
      { command: 'meterline connect claude-code --otel --print', says: 'the lines that would change' },
    ],
    load: () => import('../../commands/connect.ts'),
  },
  {
    name: 'disconnect',
    group: 'Set-up',
    formats: [],
    summary: 'Stop reading a source, or undo what connect changed in it',
    arguments: [{ name: 'name', summary: 'a source', required: true, complete: 'source' }],
    options: [
      { name: 'path', value: 'DIR', summary: 'only this folder', complete: 'file' },
      { name: 'otel', summary: 'take back what `connect --otel` changed' },
      { name: 'gateway', summary: 'take back what `connect --gateway` changed' },
    ],
    examples: [
      { command: 'meterline disconnect openclaw', says: 'no more imports from it' },
      { command: 'meterline disconnect codex --gateway', says: 'its config.toml is as it was' },
    ],
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
