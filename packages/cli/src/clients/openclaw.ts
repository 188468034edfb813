import { join } from 'node:path';
import type { Client, ClientLink } from './client-link.ts';

const file: ClientLink['file'] = ({ get, home }) =>
  get('OPENCLAW_CONFIG_PATH') ?? join(get('OPENCLAW_STATE_DIR') ?? join(home, '.openclaw'), 'openclaw.json');

export const openclaw: Client = {
  id: 'openclaw',
  name: 'OpenClaw',
  links: {
    otel: {
      file,
      format: 'json',
      settings: (url) => [
        { path: ['plugins', 'entries', 'diagnostics-otel', 'enabled'], value: true },
        { path: ['diagnostics', 'enabled'], value: true },
        { path: ['diagnostics', 'otel', 'enabled'], value: true },
        { path: ['diagnostics', 'otel', 'endpoint'], value: url },
        { path: ['diagnostics', 'otel', 'protocol'], value: 'http/protobuf' },
        { path: ['diagnostics', 'otel', 'traces'], value: true },
      ],
      notes: [
        'A sample rate below 1 (diagnostics.otel.sampleRate) leaves calls out.',
        'Its sessions and its telemetry have no id in common: `meterline doctor` shows what both tell of. Let one of them be: `meterline disconnect openclaw` stops reading the sessions.',
      ],
    },
    gateway: {
      file,
      format: 'json',
      settings: (url) => [
        {
          path: ['models', 'providers', 'anthropic', 'baseUrl'],
          value: `${url}/with/app=openclaw/anthropic`,
        },
        { path: ['models', 'providers', 'anthropic', 'models'], value: [], unlessThere: true },
      ],
      notes: [
        'Calls to Anthropic pass through Meterline, which must then run. Other providers: docs/guides/connect/openclaw.md.',
      ],
    },
  },
};
