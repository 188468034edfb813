import { join } from 'node:path';
import type { Client, ClientLink } from './client-link.ts';

const file: ClientLink['file'] = ({ get, home }) =>
  join(get('CODEX_HOME') ?? join(home, '.codex'), 'config.toml');

export const codex: Client = {
  id: 'codex',
  name: 'Codex',
  links: {
    otel: {
      file,
      format: 'toml',
      settings: (url) => [
        {
          path: ['otel', 'exporter'],
          value: { 'otlp-http': { endpoint: `${url}/v1/logs`, protocol: 'json' } },
        },
        { path: ['otel', 'log_user_prompt'], value: false },
      ],
      notes: ['Runs that start from now on send each response. Traces would repeat it and are left off.'],
    },
    gateway: {
      file,
      format: 'toml',
      settings: (url) => [{ path: ['openai_base_url'], value: `${url}/openai/v1` }],
      notes: [
        'For use with an API key: a ChatGPT sign-in calls another address, which Meterline does not stand before.',
        'Meterline must then run: without it Codex cannot call.',
      ],
    },
  },
};
