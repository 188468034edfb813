import type { ProviderUsage } from '@meterline/core';
import { nameOf } from '../context/tags.ts';
import type { Tags, TokenCounts } from '../public-types.ts';

/** One call as `POST /api/events` takes it. It has counts, times and names; there is no field for a text. */
export interface CallRecord extends Tags {
  readonly via: 'sdk';
  readonly id: string;
  readonly responseId?: string;
  readonly part?: string;
  readonly time: string;
  readonly provider: string;
  readonly model: string;
  readonly modelAnswered?: string;
  readonly tokens: TokenCounts;
  readonly status: 'ok' | 'error' | 'aborted';
  readonly [field: string]: unknown;
}

/** What is known when the call begins. */
export interface BegunCall {
  readonly id: string;
  readonly provider: string;
  readonly region?: string | undefined;
  readonly modelAsked: string | undefined;
  readonly tags: Tags;
  readonly attempt?: number | undefined;
}

/** What is known when it is over. */
export interface Ending {
  readonly status: 'ok' | 'error' | 'aborted';
  readonly httpStatus?: number | undefined;
  readonly errorType?: string | undefined;
  readonly usage?: ProviderUsage | undefined;
  /** By the text that came, of an answer that did not say its last word. */
  readonly estimatedOutput?: number | undefined;
  readonly timeToFirstTokenMs?: number | undefined;
}

export interface EndedCall extends BegunCall, Ending {
  /** UTC milliseconds. */
  readonly startedAt: number;
  readonly latencyMs?: number | undefined;
}

/** The call, and the calls of other models inside its answer, which are billed beside it. */
export const recordsOf = (call: EndedCall): readonly CallRecord[] => {
  const { usage, id } = call;
  const main = recordOf(call, mainTokens(call));
  const others = (usage?.others ?? []).map(({ index, model, tokens }) => ({
    ...main,
    id: `${id}:advisor:${index}`,
    part: `advisor:${index}`,
    model,
    tokens,
  }));
  return [main, ...others];
};

const mainTokens = ({ usage, estimatedOutput }: EndedCall): TokenCounts => {
  const said = usage?.tokens ?? {};
  if (estimatedOutput === undefined || estimatedOutput <= (said.output ?? 0)) return said;
  return { ...said, output: estimatedOutput };
};

const NANO = 1e9;

const recordOf = (call: EndedCall, tokens: TokenCounts): CallRecord => {
  const { usage } = call;
  const reported = usage?.reportedCostNanoUsd;
  const model = call.modelAsked ?? nameOf(usage?.model) ?? 'unknown';
  return {
    via: 'sdk',
    id: call.id,
    time: new Date(call.startedAt).toISOString(),
    provider: call.provider,
    model,
    tokens,
    // A program that leaves after an error leaves because of it.
    status: usage?.errorType === undefined ? call.status : 'error',
    ...known({
      responseId: nameOf(usage?.responseId),
      modelAnswered: usage?.model === model ? undefined : nameOf(usage?.model),
      serviceTier: usage?.serviceTier,
      batch: usage?.batch,
      speed: usage?.speed,
      region: usage?.region ?? call.region,
      webSearches: usage?.webSearches,
      toolCalls: usage?.toolCalls,
      reportedCostUsd: reported === undefined ? undefined : reported / NANO,
      stopReason: usage?.stopReason,
      errorType: usage?.errorType ?? call.errorType,
      latencyMs: rounded(call.latencyMs),
      timeToFirstTokenMs: rounded(call.timeToFirstTokenMs),
      httpStatus: call.httpStatus,
      attempt: call.attempt,
      estimated: call.estimatedOutput !== undefined || usage?.inconsistent === true ? true : undefined,
    }),
    ...call.tags,
  };
};

const rounded = (ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : Math.round(ms);

/** Only what is there. */
export const known = (fields: Readonly<Record<string, unknown>>): Record<string, never> => {
  const out: Record<string, unknown> = {};
  for (const name in fields) if (fields[name] !== undefined) out[name] = fields[name];
  return out as Record<string, never>;
};
