import type { KnownClient } from './known-client.ts';

/** Whatever speaks a form that is understood. */

const compatible: KnownClient = {
  id: 'openai-compatible',
  name: 'Anything that speaks as OpenAI does',
  kind: 'other',
  guide: 'any-program.md',
  connections: [
    {
      road: 'gateway',
      place: 'the shell, or its settings',
      lines: (url) => `OPENAI_BASE_URL=${url}/openai/v1`,
      recognised: { source: 'gateway' },
      counts: 'every call through the gateway, whoever made it',
    },
  ],
};

const curl: KnownClient = {
  id: 'curl',
  name: 'curl',
  kind: 'other',
  guide: 'any-program.md',
  connections: [
    {
      road: 'gateway',
      place: 'the shell',
      lines: (url) =>
        [
          `curl ${url}/openai/v1/chat/completions -H "authorization: Bearer $OPENAI_API_KEY" \\`,
          `  -H 'content-type: application/json' -d '{ "model": "gpt-5.4", "messages": [] }'`,
        ].join('\n'),
      recognised: { source: 'gateway', app: 'curl' },
    },
  ],
};

const events: KnownClient = {
  id: 'http-events',
  name: 'Calls of your own, by HTTP',
  kind: 'other',
  guide: 'any-program.md',
  connections: [
    {
      road: 'ingest',
      place: 'the shell',
      lines: (url) =>
        [
          `curl ${url}/api/events -H 'content-type: application/json' -d '{`,
          `  "id": "order-7", "provider": "openai", "model": "gpt-5.4", "tokens": { "input": 1200, "output": 150 }`,
          `}'`,
        ].join('\n'),
      recognised: { source: 'ingest' },
      counts: 'every call that was sent, whoever sent it',
    },
  ],
};

const opentelemetry: KnownClient = {
  id: 'opentelemetry',
  name: 'Anything with OpenTelemetry',
  kind: 'other',
  guide: 'opentelemetry.md',
  connections: [
    {
      road: 'otel',
      place: 'the environment of the program',
      lines: (url) =>
        [`OTEL_EXPORTER_OTLP_ENDPOINT=${url}`, 'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf'].join('\n'),
      recognised: { source: 'otlp' },
      counts: 'every call by OpenTelemetry, whoever told of it',
    },
  ],
};

export const OTHER_CLIENTS: readonly KnownClient[] = [compatible, curl, events, opentelemetry];
