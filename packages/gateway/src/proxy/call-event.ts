import {
  type ProviderUsage,
  type Quota,
  responseKey,
  type TokenUsage,
  type UsageEvent,
  type Wire,
} from '@meterline/core';
import type { CallAttribution } from '../attribution/attribution.ts';

/** Everything that is known of a call when its answer has ended. */
export interface EndedCall {
  readonly provider: string;
  readonly wire: Wire;
  readonly modelAsked: string | undefined;
  readonly region: string | undefined;
  readonly batch: boolean;
  readonly attribution: CallAttribution;
  readonly keyLabel: string | undefined;
  readonly usage: ProviderUsage | undefined;
  /** Output by the text that came, of an answer that did not say its own. */
  readonly estimatedOutput: number | undefined;
  /** Whether the answer has said its last word on usage, whatever became of its client. */
  readonly isWhole: boolean;
  /** UTC milliseconds. */
  readonly startedAt: number;
  readonly latencyMs: number | undefined;
  readonly timeToFirstTokenMs: number | undefined;
  readonly httpStatus: number | undefined;
  readonly outcome: 'ok' | 'error' | 'aborted';
  readonly errorType: string | undefined;
  readonly attempt: number | undefined;
  readonly promptFingerprint: string | undefined;
  /** What the answer said is left of the provider's limits. */
  readonly quotas: readonly Quota[];
  readonly newId: () => string;
  /** The provider's id of the request, of the answer's headers. */
  readonly requestId?: string | undefined;
  /** An identity key beside the answer's own id: by it others tell of the same call, or the provider names it again. */
  readonly otherKey?: string | undefined;
}

/** The call, and the calls of other models inside its answer, as the ledger takes them. */
export const eventsOf = (call: EndedCall): readonly [UsageEvent, ...UsageEvent[]] => {
  const { usage } = call;
  const keys = keysOf(call);
  const main = { ...eventOf(call, mainTokens(call), keys), ...quotasOf(call) };
  const others = (usage?.others ?? []).map(({ index, model, tokens }) => ({
    ...eventOf(
      call,
      tokens,
      keys.map((key) => `${key}:advisor:${index}`),
    ),
    model,
  }));
  return [main, ...others];
};

/** With the call itself only: its limits are not those of the other models in its answer. */
const quotasOf = ({ quotas }: EndedCall): Pick<UsageEvent, 'quotas'> =>
  quotas.length === 0 ? {} : { quotas };

/** What it said last of its output is no more than where it was then. */
const mainTokens = ({ usage, estimatedOutput }: EndedCall): TokenUsage => {
  const said = usage?.tokens ?? {};
  if (estimatedOutput === undefined || estimatedOutput <= (said.output ?? 0)) return said;
  return { ...said, output: estimatedOutput };
};

const eventOf = (call: EndedCall, tokens: TokenUsage, keys: readonly string[]): UsageEvent => {
  const { usage } = call;
  const model = call.modelAsked ?? usage?.model ?? 'unknown';
  // A client that leaves after an error leaves because of it.
  const outcome = usage?.errorType === undefined ? call.outcome : 'error';
  return {
    keys,
    startedAt: call.startedAt,
    source: 'gateway',
    capture: 'gateway',
    provider: call.provider,
    model,
    tokens,
    status: outcome,
    confidence: confidenceOf(call, outcome),
    ...given({
      modelAnswered: usage?.model === model ? undefined : usage?.model,
      serviceTier: usage?.serviceTier,
      batch: call.batch || usage?.batch === true ? true : undefined,
      speed: usage?.speed,
      region: usage?.region ?? call.region,
      webSearches: usage?.webSearches,
      toolCalls: usage?.toolCalls,
      reportedCostNanoUsd: usage?.reportedCostNanoUsd,
      stopReason: usage?.stopReason,
      errorType: call.errorType,
      inclusion: usage?.inconsistent === true ? ('assumed' as const) : undefined,
      ...call.attribution,
      apiKeyLabel: call.keyLabel,
      latencyMs: call.latencyMs,
      timeToFirstTokenMs: call.timeToFirstTokenMs,
      httpStatus: call.httpStatus,
      attempt: call.attempt,
      promptFingerprint: call.promptFingerprint,
    }),
  };
};

const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } => {
  const known: { [K in keyof T]?: T[K] } = {};
  for (const key of Object.keys(fields) as (keyof T)[])
    if (fields[key] !== undefined) known[key] = fields[key];
  return known as { [K in keyof T]?: Exclude<T[K], undefined> };
};

/** What an answer that was cut off said last is a part of what is billed. */
const confidenceOf = (call: EndedCall, outcome: string): UsageEvent['confidence'] => {
  const isPart = outcome === 'aborted' && !call.isWhole;
  const isGuess = call.estimatedOutput !== undefined || call.usage?.inconsistent === true;
  return isPart || isGuess ? 'estimated' : 'exact';
};

/**
 * By the provider's id where it is one of a kind, as the agents' logs name the call, too; by that of the request, as
 * telemetry does and a provider's support asks for; and by whatever else proves it the same. A call that has none has an id
 * of ours.
 */
const keysOf = ({ usage, newId, provider, requestId, otherKey }: EndedCall): readonly string[] => {
  const response = responseKey(usage?.responseId);
  const keys = [
    ...(response === undefined ? [] : [response]),
    ...(requestId === undefined ? [] : [`${provider}:request:${requestId}`]),
    ...(otherKey === undefined ? [] : [otherKey]),
  ];
  return keys.length > 0 ? keys : [`gateway:${newId()}`];
};
