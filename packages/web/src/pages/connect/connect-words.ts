import type { ClientKind, ClientRoad } from '@meterline/api/clients';

export const KIND_TITLES: Readonly<Record<ClientKind, string>> = {
  agent: 'Coding agents',
  sdk: "The providers' SDKs",
  framework: 'Frameworks and workflows',
  other: 'Anything else',
};

export const ROAD_NAMES: Readonly<Record<ClientRoad, string>> = {
  gateway: 'Gateway',
  sdk: 'SDK',
  otel: 'OpenTelemetry',
  log: 'Log',
  ingest: 'Sent',
};

export const ROAD_SAYS: Readonly<Record<ClientRoad, string>> = {
  gateway: 'Its calls pass through Meterline: exact tokens, status, latency, failed calls.',
  sdk: 'Its client is wrapped inside the program: the same, and no address changes.',
  otel: 'It tells of its calls itself; Meterline need not run for it to work.',
  log: 'What it writes down is read.',
  ingest: 'The program sends what it knows.',
};
