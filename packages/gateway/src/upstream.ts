import type { QuotaKind, Wire } from '@meterline/core';

/**
 * One provider as the gateway knows it: a value. What differs between providers stands here and nowhere else; no part of
 * the hot path asks for a name.
 */
export interface Upstream {
  /** First part of the path: `/anthropic/…`. */
  readonly name: string;
  /** Who bills, as the price book names it. */
  readonly provider: string;
  /** Where calls go unless the configuration says otherwise; undefined: only where it says so. */
  readonly origin: string | undefined;
  /**
   * Where the path itself says the host (`/azure/RESOURCE/…`, `/bedrock/REGION/…`): the origin, and the path that is left.
   * Names that could lead anywhere else are undefined.
   */
  readonly place?: (path: string) => { readonly origin: string; readonly path: string } | undefined;
  /** What a path below the prefix is. Called once a call; must not throw. */
  route(request: RequestLine): Route;
  /** Streams have no usage unless the request asks for it (`stream_options.include_usage`). */
  readonly asksForUsage: boolean;
  /** It goes on, and bills, when the client leaves: the answer is drained in the background. */
  readonly billsAfterAbort: boolean;
  /** Headers of the answer that tell what is left of a rate limit; anything else of its headers is not kept. */
  readonly quotaHeaders: readonly QuotaHeader[];
  /** Where the answer has the provider's id of the request; undefined where hosts echo what they are sent, or say none. */
  readonly requestId: RequestIdHeader | undefined;
  /** Header that carries the provider's key; the gateway's own key comes in it, too. */
  readonly keyHeader: 'authorization' | 'x-api-key' | 'api-key' | 'x-goog-api-key' | undefined;
}

export interface RequestLine {
  readonly method: string;
  /** Below the prefix, without the query: `/v1/messages`. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/**
 * `metered`: billed by tokens. `batch`: the results of a batch, an answer a line (`lineOf` gives it, undefined for a line that is
 * none). `free`: passes and costs nothing (lists, counts). `unmetered`: passes, and is counted.
 */
export type Route =
  | {
      readonly kind: 'metered';
      readonly wire: Wire;
      /** The model, where the path names it; else the body does. */
      readonly model?: string;
      /** Whether the answer is a stream, where the path says it; else the body does. */
      readonly stream?: boolean;
      /** Price facts that the path tells: `us`, `regional`, a Vertex location. */
      readonly region?: string;
      readonly batch?: boolean;
      /** Asks again for an answer that was made in the background: it is no call of its own. */
      readonly isRetrieval?: boolean;
    }
  | {
      readonly kind: 'batch';
      readonly wire: Wire;
      readonly lineOf: (line: unknown) => BatchLine | undefined;
    }
  | { readonly kind: 'free' }
  | { readonly kind: 'unmetered' };

export interface BatchLine {
  readonly answer: unknown;
  /** Identity key by the provider's id of the line, for answers that have no id of their own. */
  readonly key?: string;
}

/** Only an id of this form is one of a kind, and kept: as an identity key of the call. */
export interface RequestIdHeader {
  readonly header: string;
  readonly form: RegExp;
}

/** `anthropic-ratelimit-tokens-remaining` → `tokens`, `remaining`. */
export interface QuotaHeader {
  readonly header: string;
  readonly quota: QuotaKind;
  readonly field: 'limit' | 'remaining' | 'resetAt';
}
