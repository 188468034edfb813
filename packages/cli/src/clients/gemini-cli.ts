import { join } from 'node:path';
import type { Client, ClientLink } from './client-link.ts';

const folder = ({ get, home }: Parameters<ClientLink['file']>[0]): string =>
  join(get('GEMINI_CLI_HOME') ?? home, '.gemini');

export const geminiCli: Client = {
  id: 'gemini-cli',
  name: 'Gemini CLI',
  links: {
    otel: {
      file: (env) => join(folder(env), 'settings.json'),
      format: 'json',
      settings: (url) => [
        { path: ['telemetry', 'enabled'], value: true },
        { path: ['telemetry', 'target'], value: 'local' },
        { path: ['telemetry', 'otlpEndpoint'], value: url },
        { path: ['telemetry', 'otlpProtocol'], value: 'http' },
        { path: ['telemetry', 'logPrompts'], value: false },
      ],
      notes: [
        'Its sessions and its telemetry have no id in common: `meterline doctor` shows what both tell of. Let one of them be: `meterline disconnect gemini-cli` stops reading the sessions.',
      ],
    },
    gateway: {
      file: (env) => join(folder(env), '.env'),
      format: 'env',
      settings: (url) => [{ path: ['GOOGLE_GEMINI_BASE_URL'], value: `${url}/gemini` }],
      notes: [
        'For use with GEMINI_API_KEY: a Google sign-in calls another address, which Meterline does not stand before.',
        'Meterline must then run: without it Gemini CLI cannot call.',
      ],
    },
  },
};
