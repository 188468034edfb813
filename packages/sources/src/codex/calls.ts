import { type Confidence, isEmptyUsage, type UsageEvent } from '@meterline/core';
import type { Output } from '../source.ts';
import { type Call, MAX_WAITING, type RolloutState } from './state.ts';

/** What stands for a model until one is named. */
export const UNKNOWN_MODEL = 'unknown';

/**
 * Emits a call. One that comes before the first word of its model is emitted as of an unknown model, estimated, so that
 * it is never lost, and again, surer, when the model is known: the two share their keys.
 */
export const emitCall = (call: Call, state: RolloutState, out: Output): void => {
  if (isEmptyUsage(call.tokens)) return;
  if (state.model === undefined && state.waiting.length < MAX_WAITING) state.waiting.push({ ...call });
  out.event(eventOf(call, state.model, state));
};

/** Takes in the model that is used from here on, and gives it to the calls that wait for one. */
export const setModel = (model: string, state: RolloutState, out: Output): void => {
  const waiting = state.model === undefined ? state.waiting : [];
  state.model = model;
  state.waiting = [];
  for (const call of waiting) out.event(eventOf(call, model, state));
};

/** After history that nobody else has was left out, the rest is as sure as that cut. */
export const ownConfidence = (state: RolloutState): Confidence => (state.leftOut ? 'reconciled' : 'exact');

const eventOf = (call: Call, model: string | undefined, state: RolloutState): UsageEvent => {
  const own = call.session === state.thread;
  return {
    keys: call.keys,
    startedAt: call.at,
    source: 'codex',
    capture: 'log',
    app: 'codex',
    ...(state.project === undefined ? {} : { project: state.project }),
    ...(state.branch === undefined ? {} : { branch: state.branch }),
    session: call.session,
    ...(own && state.parent !== undefined ? { parentSession: state.parent } : {}),
    ...(own && state.agent !== undefined ? { agent: state.agent } : {}),
    ...(state.channel === undefined ? {} : { channel: state.channel }),
    provider: state.provider,
    model: model ?? UNKNOWN_MODEL,
    ...(state.tier === undefined ? {} : { serviceTier: state.tier }),
    tokens: call.tokens,
    status: 'ok',
    confidence: model === undefined ? 'estimated' : call.confidence,
    ...(state.createdAt === undefined ? {} : { originAt: state.createdAt }),
  };
};
