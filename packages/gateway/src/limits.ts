/** What one call may take of the gateway; every number here is a bound that a test reaches. Milliseconds and bytes. */
export interface GatewayBounds {
  /** Request bodies up to here are held whole: then the call is known before it is sent. Larger ones stream through. */
  readonly heldBodyBytes: number;
  /** How long an upstream may take for its headers; models think for minutes. */
  readonly headersMs: number;
  /** Silence inside an answer after which it counts as dead. */
  readonly silenceMs: number;
  /** An answer that is billed although its client has left is read on for so long … */
  readonly backgroundMs: number;
  /** … and so much of it. */
  readonly backgroundBytes: number;
  /** Calls that run at once; more are refused with 503. */
  readonly openCalls: number;
  /** Connections to one upstream; more calls wait for one. */
  readonly connections: number;
  /** Headers of an answer, together. */
  readonly answerHeaderBytes: number;
}

export const BOUNDS: GatewayBounds = {
  heldBodyBytes: 4 * 1024 * 1024,
  // As long as each other: undici renews one timer then, instead of making two a call.
  headersMs: 10 * 60_000,
  silenceMs: 10 * 60_000,
  backgroundMs: 2 * 60_000,
  backgroundBytes: 64 * 1024 * 1024,
  openCalls: 10_000,
  connections: 2_000,
  answerHeaderBytes: 64 * 1024,
};

/** Request lines of which it is kept where they go. */
export const MAX_KNOWN_TARGETS = 256;

export const KEEP_ALIVE_MS = 30_000;
/** How far from its answer a limit can be whole again: 366 days. */
export const MAX_RESET_AHEAD_MS = 366 * 24 * 3_600_000;
/** Bytes that the observer may hold undecoded (decompression runs beside); past it, it is dropped. */
export const MAX_TAP_LAG_BYTES = 16 * 1024 * 1024;
