import { AGENTS } from './agents.ts';
import { FRAMEWORKS } from './frameworks.ts';
import type { KnownClient } from './known-client.ts';
import { OTHER_CLIENTS } from './other-clients.ts';
import { SDKS } from './sdks.ts';

export * from './known-client.ts';

/**
 * Every client that Meterline can tell how to connect. The dashboard's page, the API's lights and the guides of
 * `docs/guides/connect` hold the same lines, since they come from here or are compared with it.
 */
export const KNOWN_CLIENTS: readonly KnownClient[] = [...AGENTS, ...SDKS, ...FRAMEWORKS, ...OTHER_CLIENTS];
