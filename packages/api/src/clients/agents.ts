import type { Connection, KnownClient } from './known-client.ts';

/** Coding agents and assistants. Each has an app of its own, by which its calls are known on every road. */

const log = (id: string, place: string): Connection => ({
  road: 'log',
  place,
  recognised: { source: id, app: id },
  note: 'Nothing to change: its logs are read by themselves. A call that another road saw, too, counts there.',
});

const connect = (id: string, road: 'otel' | 'gateway'): string => `meterline connect ${id} --${road}`;

const claudeCode: KnownClient = {
  id: 'claude-code',
  name: 'Claude Code',
  kind: 'agent',
  guide: 'claude-code.md',
  connections: [
    {
      road: 'gateway',
      place: '~/.claude/settings.json',
      lines: (url) => `"env": { "ANTHROPIC_BASE_URL": "${url}/anthropic" }`,
      command: connect('claude-code', 'gateway'),
      recognised: { source: 'gateway', app: 'claude-code' },
      note: 'Meterline must run for it to work.',
    },
    {
      road: 'otel',
      place: '~/.claude/settings.json',
      lines: (url) =>
        [
          '"env": {',
          '  "CLAUDE_CODE_ENABLE_TELEMETRY": "1",',
          '  "OTEL_LOGS_EXPORTER": "otlp",',
          '  "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json",',
          `  "OTEL_EXPORTER_OTLP_ENDPOINT": "${url}"`,
          '}',
        ].join('\n'),
      command: connect('claude-code', 'otel'),
      recognised: { source: 'otlp', app: 'claude-code' },
    },
    log('claude-code', '~/.claude/projects'),
  ],
};

const codex: KnownClient = {
  id: 'codex',
  name: 'Codex',
  kind: 'agent',
  guide: 'codex.md',
  connections: [
    {
      road: 'gateway',
      place: '~/.codex/config.toml',
      lines: (url) => `openai_base_url = "${url}/openai/v1"`,
      command: connect('codex', 'gateway'),
      recognised: { source: 'gateway', app: 'codex' },
      note: 'With an API key; a ChatGPT sign-in calls another address. Meterline must run for it to work.',
    },
    {
      road: 'otel',
      place: '~/.codex/config.toml',
      lines: (url) =>
        [
          '[otel]',
          `exporter = { otlp-http = { endpoint = "${url}/v1/logs", protocol = "json" } }`,
          'log_user_prompt = false',
        ].join('\n'),
      command: connect('codex', 'otel'),
      recognised: { source: 'otlp', app: 'codex' },
    },
    log('codex', '~/.codex/sessions'),
  ],
};

const geminiCli: KnownClient = {
  id: 'gemini-cli',
  name: 'Gemini CLI',
  kind: 'agent',
  guide: 'gemini-cli.md',
  connections: [
    {
      road: 'gateway',
      place: '~/.gemini/.env',
      lines: (url) => `GOOGLE_GEMINI_BASE_URL=${url}/gemini`,
      command: connect('gemini-cli', 'gateway'),
      recognised: { source: 'gateway', app: 'gemini-cli' },
      note: 'With GEMINI_API_KEY; a Google sign-in calls another address. Meterline must run for it to work.',
    },
    {
      road: 'otel',
      place: '~/.gemini/settings.json',
      lines: (url) =>
        [
          '"telemetry": {',
          '  "enabled": true,',
          '  "target": "local",',
          `  "otlpEndpoint": "${url}",`,
          '  "otlpProtocol": "http",',
          '  "logPrompts": false',
          '}',
        ].join('\n'),
      command: connect('gemini-cli', 'otel'),
      recognised: { source: 'otlp', app: 'gemini-cli' },
      note: 'Its sessions and its telemetry have no id in common: let one of the two be read.',
    },
    log('gemini-cli', '~/.gemini/tmp'),
  ],
};

const openclaw: KnownClient = {
  id: 'openclaw',
  name: 'OpenClaw',
  kind: 'agent',
  guide: 'openclaw.md',
  connections: [
    {
      road: 'gateway',
      place: '~/.openclaw/openclaw.json',
      lines: (url) =>
        `"models": { "providers": { "anthropic": { "baseUrl": "${url}/with/app=openclaw/anthropic", "models": [] } } }`,
      command: connect('openclaw', 'gateway'),
      recognised: { source: 'gateway', app: 'openclaw' },
      note: 'Calls to Anthropic; other providers in the same way. Meterline must run for it to work.',
    },
    {
      road: 'otel',
      place: '~/.openclaw/openclaw.json',
      lines: (url) =>
        [
          '"plugins": { "entries": { "diagnostics-otel": { "enabled": true } } },',
          '"diagnostics": {',
          '  "enabled": true,',
          '  "otel": {',
          '    "enabled": true,',
          `    "endpoint": "${url}",`,
          '    "protocol": "http/protobuf",',
          '    "traces": true',
          '  }',
          '}',
        ].join('\n'),
      command: connect('openclaw', 'otel'),
      recognised: { source: 'otlp', app: 'openclaw' },
      note: 'Its sessions and its telemetry have no id in common: let one of the two be read.',
    },
    log('openclaw', '~/.openclaw/agents'),
  ],
};

/** An agent whose calls say who made them in the path: it is recognised whatever it is built with. */
const opencode: KnownClient = {
  id: 'opencode',
  name: 'OpenCode',
  kind: 'agent',
  guide: 'editors.md',
  connections: [
    {
      road: 'gateway',
      place: 'opencode.json',
      lines: (url) =>
        [
          '"provider": {',
          `  "anthropic": { "options": { "baseURL": "${url}/with/app=opencode/anthropic/v1" } },`,
          `  "openai": { "options": { "baseURL": "${url}/with/app=opencode/openai/v1" } }`,
          '}',
        ].join('\n'),
      recognised: { source: 'gateway', app: 'opencode' },
    },
    log('opencode', '~/.local/share/opencode'),
  ],
};

const cline: KnownClient = {
  id: 'cline',
  name: 'Cline',
  kind: 'agent',
  guide: 'editors.md',
  connections: [
    {
      road: 'gateway',
      place: 'Settings, API provider Anthropic, “Use custom base URL”',
      lines: (url) => `${url}/with/app=cline/anthropic`,
      recognised: { source: 'gateway', app: 'cline' },
    },
    log('cline', 'the extension’s own folder'),
  ],
};

const continueDev: KnownClient = {
  id: 'continue',
  name: 'Continue',
  kind: 'agent',
  guide: 'editors.md',
  connections: [
    {
      road: 'gateway',
      place: '~/.continue/config.yaml, below the model',
      lines: (url) => ['provider: openai', `apiBase: ${url}/with/app=continue/openai/v1`].join('\n'),
      recognised: { source: 'gateway', app: 'continue' },
    },
  ],
};

const aider: KnownClient = {
  id: 'aider',
  name: 'Aider',
  kind: 'agent',
  guide: 'editors.md',
  connections: [
    {
      road: 'gateway',
      place: 'the shell, or .env of the project',
      lines: (url) =>
        [
          `OPENAI_API_BASE=${url}/with/app=aider/openai/v1`,
          `ANTHROPIC_API_BASE=${url}/with/app=aider/anthropic`,
        ].join('\n'),
      recognised: { source: 'gateway', app: 'aider' },
    },
  ],
};

export const AGENTS: readonly KnownClient[] = [
  claudeCode,
  codex,
  geminiCli,
  openclaw,
  opencode,
  cline,
  continueDev,
  aider,
];
