import { join } from 'node:path';
import type { Client, ClientLink } from './client-link.ts';

/** Project settings may not name an exporter, so it is the person's own. */
const file: ClientLink['file'] = ({ get, home }) =>
  join(get('CLAUDE_CONFIG_DIR')?.split(',')[0]?.trim() ?? join(home, '.claude'), 'settings.json');

export const claudeCode: Client = {
  id: 'claude-code',
  name: 'Claude Code',
  links: {
    otel: {
      file,
      format: 'json',
      settings: (url) => [
        { path: ['env', 'CLAUDE_CODE_ENABLE_TELEMETRY'], value: '1' },
        { path: ['env', 'OTEL_LOGS_EXPORTER'], value: 'otlp' },
        { path: ['env', 'OTEL_EXPORTER_OTLP_PROTOCOL'], value: 'http/json' },
        { path: ['env', 'OTEL_EXPORTER_OTLP_ENDPOINT'], value: url },
      ],
      notes: ['Sessions that start from now on send each request; what is said stays with Claude Code.'],
    },
    gateway: {
      file,
      format: 'json',
      settings: (url) => [{ path: ['env', 'ANTHROPIC_BASE_URL'], value: `${url}/anthropic` }],
      notes: [
        'Sessions that start from now on call through Meterline, which must then run: without it they cannot call.',
      ],
    },
  },
};
