import type { NanoUsd } from '../money/nano-usd.ts';
import type { TokenUsage } from '../usage/token-usage.ts';

/**
 * What a provider's answer says of the call: read from the JSON that it sends, whole or piece by piece, and nothing of
 * what was asked or answered. Every field that is absent was not said, which is not 0.
 */
export interface ProviderUsage {
  /** The model that answered, as the answer names it. */
  readonly model?: string;
  /** The provider's id of the answer: the call's identity. */
  readonly responseId?: string;
  readonly tokens: TokenUsage;
  /** As it was served, which may not be what was asked for. */
  readonly serviceTier?: string;
  readonly batch?: boolean;
  readonly speed?: string;
  readonly region?: string;
  readonly webSearches?: number;
  /** What the provider says it charges. */
  readonly reportedCostNanoUsd?: NanoUsd;
  /** The provider's own word for why it ended. */
  readonly stopReason?: string;
  /** Tools that the answer calls, as far as it has come; 0 where none does. */
  readonly toolCalls?: number;
  /** An error that came inside an answer that had begun well. */
  readonly errorType?: string;
  /** The counts fit no known arithmetic: they are kept as the provider gave them. */
  readonly inconsistent?: true;
  /** Calls of other models inside this answer, billed beside it and not in its counts. */
  readonly others?: readonly OtherModelUsage[];
}

export interface OtherModelUsage {
  /** Place among the answer's parts: part of its identity. */
  readonly index: number;
  readonly kind: string;
  readonly model: string;
  readonly tokens: TokenUsage;
}

/**
 * Follows one answer. It is handed each JSON value of it in order: the body, the data of each server-sent event, each
 * object of a streamed array or of lines, the payload of each event-stream frame. It keeps counts and names only.
 */
export interface UsageReader {
  read(value: unknown): void;
  /** What is known so far, if only which answer it is; `undefined` while nothing of it was said. */
  usage(): ProviderUsage | undefined;
  /**
   * Whether the answer has said that it is complete. A method, not an accessor: for each object literal with an accessor
   * V8 makes a hidden class of its own, which keeps everything that it refers to through many collections.
   */
  ended(): boolean;
}
