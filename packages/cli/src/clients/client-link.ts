import type { World } from '@meterline/server';

/** Which way a client tells of its calls. */
export const ROADS = ['otel', 'gateway'] as const;
export type Road = (typeof ROADS)[number];

/** What goes into a client's configuration. */
export interface Setting {
  /** Where it stands: keys from the outside in. A file of `NAME=value` lines has one. */
  readonly path: readonly string[];
  readonly value: string | boolean | readonly string[] | Readonly<Record<string, unknown>>;
  /** Leave what is there. */
  readonly unlessThere?: true;
}

/** How one client is connected by one road: a file of its own, and what is set in it. */
export interface ClientLink {
  readonly file: (env: World['env']) => string;
  readonly format: 'json' | 'toml' | 'env';
  /** @param url Of Meterline, without a slash at its end. */
  readonly settings: (url: string) => readonly Setting[];
  /** What the person should know: what is seen, what the client must do after. */
  readonly notes: readonly string[];
}

export interface Client {
  /** Id of its source. */
  readonly id: string;
  readonly name: string;
  readonly links: Readonly<Record<Road, ClientLink>>;
}
