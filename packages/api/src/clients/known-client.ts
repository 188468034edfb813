/** Which way a client's calls come: through the gateway, from the SDK inside a program, by OpenTelemetry, read from its own log, or sent. */
export const CLIENT_ROADS = ['gateway', 'sdk', 'otel', 'log', 'ingest'] as const;
export type ClientRoad = (typeof CLIENT_ROADS)[number];

/** By what the ledger knows a road's calls again: all that are given hold together. */
export interface Recognised {
  /** Id of the source. */
  readonly source: string;
  readonly app?: string;
  readonly provider?: string;
}

/** One way in which one client can be connected. */
export interface Connection {
  readonly road: ClientRoad;
  /** Where the lines go: a file, a shell, a program of a language. */
  readonly place: string;
  /** What to change, as it stands there. Undefined: nothing, it is seen by itself. @param url Of Meterline, no slash at its end. */
  readonly lines?: (url: string) => string;
  /** Makes the change. */
  readonly command?: string;
  readonly recognised: Recognised;
  /** What else is counted with it, where a road cannot tell its clients apart. */
  readonly counts?: string;
  /** What one should know before. */
  readonly note?: string;
}

export const CLIENT_KINDS = ['agent', 'sdk', 'framework', 'other'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

/** A program or library that makes calls, and every way to see them. */
export interface KnownClient {
  readonly id: string;
  readonly name: string;
  readonly kind: ClientKind;
  /** Page of `docs/guides/connect` that holds its lines. */
  readonly guide: string;
  readonly connections: readonly Connection[];
}

/** Known by one name on every surface: `claude-code.gateway`; two of one road have their place in it. */
export const connectionId = (client: KnownClient, connection: Connection): string => {
  const others = client.connections.filter(({ road }) => road === connection.road);
  const start = `${client.id}.${connection.road}`;
  return others.length === 1 ? start : `${start}.${others.indexOf(connection) + 1}`;
};
