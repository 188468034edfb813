import type { CostExplanation } from '@meterline/core';
import type { StoredCall } from '@meterline/store';
import { callRow } from '../report/call-row.ts';
import { describePriceNote, OWN_RATES, RATE_NAMES_SHOWN } from '../report/index.ts';

/** Everything that is known of one call. Its prompt's fingerprint stays in the ledger. */
export const callDetail = (call: StoredCall) => ({
  ...callRow(call),
  keys: call.keys,
  modelSent: call.model,
  modelAnswered: call.modelAnswered ?? null,
  serviceTier: call.serviceTier ?? null,
  batch: call.batch ?? null,
  speed: call.speed ?? null,
  region: call.region ?? null,
  webSearches: call.webSearches ?? null,
  toolCalls: call.toolCalls ?? null,
  parentSession: call.parentSession ?? null,
  parentAgent: call.parentAgent ?? null,
  channel: call.channel ?? null,
  user: call.user ?? null,
  tenant: call.tenant ?? null,
  environment: call.environment ?? null,
  tags: { ...call.tags },
  stopReason: call.stopReason ?? null,
  quotas: (call.quotas ?? []).map(({ kind, limit, remaining, resetAt }) => ({
    kind,
    limit: limit ?? null,
    remaining: remaining ?? null,
    resetAt: resetAt ?? null,
  })),
  apiKeyLabel: call.apiKeyLabel ?? null,
  capture: call.capture,
  roads: {
    metered: call.ranks.metered,
    attribution: call.ranks.attribution,
    request: call.ranks.request,
  },
  confidence: call.confidence,
  inclusion: call.inclusion ?? null,
});

/** The arithmetic of a cost at the prices known now, and what the ledger holds since the call was recorded. */
export const explanationAnswer = (call: StoredCall, explanation: CostExplanation) => {
  const { cost, period, source } = explanation;
  return {
    status: cost.status,
    lines: explanation.lines.map((line) => ({
      ...line,
      rate: line.rate === OWN_RATES[line.bucket] ? null : (RATE_NAMES_SHOWN[line.rate] ?? line.rate),
    })),
    subtotalUsd: explanation.subtotalUsd,
    multipliers: explanation.multipliers.map(({ name, ratio: [top, bottom] }) => ({
      name,
      factor: `${top}/${bottom}`,
    })),
    fees: explanation.fees,
    listUsd: explanation.listUsd ?? null,
    promptTokens: explanation.promptTokens,
    tier: explanation.tier ?? null,
    price:
      period === undefined
        ? null
        : {
            from: period.from ?? null,
            to: period.to ?? null,
            sourceUrl: source?.url ?? null,
            sourceSeen: source?.seen ?? null,
          },
    recorded: recordedCost(call),
  };
};

const recordedCost = ({ cost }: StoredCall) => ({
  listNanoUsd: cost.listNanoUsd ?? null,
  billedNanoUsd: cost.billedNanoUsd ?? null,
  reportedNanoUsd: cost.reportedNanoUsd ?? null,
  priceRule: cost.priceRule ?? null,
  matchedBy: cost.matchedBy ?? null,
  bookVersion: cost.bookVersion,
  confidence: cost.confidence,
  notes: (cost.notes ?? []).map(describePriceNote),
});
