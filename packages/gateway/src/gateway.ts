import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { QuotaKind, UsageEvent } from '@meterline/core';
import type { GatewayBounds } from './limits.ts';
import type { Upstream } from './upstream.ts';

/**
 * The proxy that meters. Bytes reach the client as they come; a bounded observer reads the same bytes. If it lags or
 * fails it is dropped and counted, and the client never notices.
 *
 *     client ──→ attribution ──→ request facts ──→ limits ──→ upstream
 *       ▲                                                        │
 *       └───────────────── bytes, at once ───────────────────────┤
 *                                                                └──→ tap ──→ usage reader ──→ CallSink
 */
export interface Gateway {
  /** Takes a request whose path belongs to it; false: not its own. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** The same for an upgrade (WebSocket), which passes through. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  stats(): GatewayStats;
  /** Refuses new calls (503) and lets running ones end, at most so long; then they are cut and recorded as they are. */
  drain(milliseconds: number): Promise<void>;
}

export interface GatewayOptions {
  /** In the order in which prefixes are tried. */
  readonly upstreams: readonly ConfiguredUpstream[];
  readonly sink: CallSink;
  readonly keys: KeyRing;
  readonly limits: CallLimits;
  /** UTC milliseconds. */
  readonly clock: () => number;
  /** Monotonic milliseconds. */
  readonly monotonic: () => number;
  /** Unguessable ids of calls that the provider names none for. */
  readonly newId: () => string;
  /** Key of the prompt fingerprints (HMAC-SHA-256): made once for a data folder, never leaves it. */
  readonly fingerprintKey: Uint8Array;
  /** Other bounds than the usual ones. */
  readonly bounds?: Partial<GatewayBounds>;
}

export interface ConfiguredUpstream {
  readonly upstream: Upstream;
  /** Scheme, host and port, and a path that is put before every other. */
  readonly origin: string;
}

/** Where a call whose answer has ended is told. */
export interface CallSink {
  /**
   * When `done` is called, the call survives a kill of the process (it stands in a file): soon, with others that ended in
   * the same turn of the event loop. Never throws.
   */
  record(call: MeteredCall, done: () => void): void;
}

export interface MeteredCall {
  readonly event: UsageEvent;
  /** What the provider said is left of its limits, for who asks of the provider; the event has it for the call. */
  readonly quota: readonly QuotaSnapshot[];
}

export interface QuotaSnapshot {
  readonly provider: string;
  readonly quota: QuotaKind;
  readonly limit?: number;
  readonly remaining?: number;
  /** UTC milliseconds. */
  readonly resetAt?: number;
  readonly at: number;
}

/** The gateway's own keys; only their hashes are known. */
export interface KeyRing {
  /** Whether calls need one. */
  readonly required: boolean;
  /** Who a key stands for; undefined: it is none of ours, and goes to the provider as it is. */
  find(key: string): GatewayKey | undefined;
}

export interface GatewayKey {
  readonly id: string;
  readonly label: string;
  /** What its calls are put down to unless they say otherwise. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Name of the environment variable with the provider's key, by the name of the upstream. */
  readonly variableOf: (upstream: string) => string | undefined;
  /** The provider's key; undefined where it is not set. */
  readonly providerKey: (upstream: string) => string | undefined;
}

/** Asked before a call and during its stream. Budgets come with a later version; `NO_LIMITS` lets everything pass. */
export interface CallLimits {
  /** A refusal is answered in the provider's own form of an error. */
  before(call: CallBeginning): { readonly status: number; readonly message: string } | undefined;
}

export const NO_LIMITS: CallLimits = { before: () => undefined };

export interface CallBeginning {
  readonly provider: string;
  readonly model: string | undefined;
  readonly attribution: Readonly<Record<string, string>>;
}

export interface GatewayStats {
  readonly open: number;
  readonly calls: number;
  readonly unmetered: number;
  /** Answers whose observer was dropped, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
}
