import { z } from '@hono/zod-openapi';
import { CALL_STATUSES, CONFIDENCES, QUOTA_KINDS, TOKEN_KINDS } from '@meterline/core';
import { choice, count, instant, list, nanoUsd, record, text, yes } from './primitives.ts';

const tokens = z
  .object(
    Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, count().optional()])) as Record<
      (typeof TOKEN_KINDS)[number],
      z.ZodOptional<z.ZodInt>
    >,
  )
  .openapi('TokenUsage', {
    description: 'Disjoint counts; one that is absent was not reported, which is not 0.',
  });

const callCost = z
  .object({
    status: choice(['priced', 'unpriced', 'zero'], 'zero: known to cost nothing. unpriced: not known.'),
    listNanoUsd: nanoUsd().nullable(),
    billedNanoUsd: nanoUsd().nullable(),
    reportedNanoUsd: nanoUsd().nullable(),
    confidence: choice(['exact', 'estimated']),
  })
  .openapi('CallCost');

const name = () => text().nullable();

/** A call as lists show it. */
export const callFields = {
  id: text("The ledger's id of the call."),
  startedAt: instant(),
  provider: text('Who bills.'),
  model: text('Canonical name.'),
  app: name(),
  source: text(),
  session: name(),
  project: name(),
  branch: name(),
  agent: name(),
  machine: name(),
  cron: name(),
  task: name(),
  feature: name(),
  status: choice(CALL_STATUSES),
  httpStatus: z.int().nullable(),
  errorType: name(),
  attempt: z.int().nullable(),
  tokens,
  totalTokens: count(),
  cost: callCost,
  latencyMs: count().nullable(),
  timeToFirstTokenMs: count().nullable(),
};
export const callRow = z.object(callFields).openapi('CallRow');

/** What the event stream says of a call. */
export const liveCall = z
  .object({
    ...callFields,
    recordedAt: instant('When the service heard of it.'),
    merged: yes('It was known before, and is now known better.'),
  })
  .openapi('LiveCall');

const callQuota = z
  .object({
    kind: choice(QUOTA_KINDS),
    limit: count('Of the whole window.').nullable(),
    remaining: count('Left after the call.').nullable(),
    resetAt: instant('When it is whole again.').nullable(),
  })
  .openapi('CallQuota');

/** Everything that is known of one call. */
export const callDetail = z
  .object({
    ...callFields,
    keys: list(text(), 'Identity keys: by these copies are recognised.'),
    modelSent: text('As it was sent.'),
    modelAnswered: name(),
    serviceTier: name(),
    batch: yes().nullable(),
    speed: name(),
    region: name(),
    webSearches: count().nullable(),
    toolCalls: count('Tools that the answer calls.').nullable(),
    parentSession: name(),
    parentAgent: name(),
    channel: name(),
    user: name(),
    tenant: name(),
    environment: name(),
    tags: record(text()),
    stopReason: name(),
    quotas: list(
      callQuota,
      "What the answer's headers said is left of the provider's limits; empty where nothing.",
    ),
    apiKeyLabel: name(),
    capture: text('How it came to be known: copy, log, import, otel, ingest, sdk or gateway.'),
    roads: z
      .object({
        metered: text('Tokens, model and outcome.'),
        attribution: text('App, session, project, agent.'),
        request: text('Latency, HTTP status, attempt.'),
      })
      .openapi({ description: 'Which road gave each part of what is known; the same words as capture.' }),
    confidence: choice(CONFIDENCES, 'How sure the counts are.'),
    inclusion: name(),
  })
  .openapi('CallDetail');

const decimal = (about = 'Exact decimal of US dollars.') => text(about);

/** The arithmetic of a cost, as `meterline explain` prints it. Amounts are exact decimals in text. */
export const explanation = z
  .object({
    status: choice(['priced', 'unpriced', 'zero']),
    lines: list(
      z.object({
        bucket: text('Kind of token.'),
        tokens: count(),
        usdPerMillion: decimal(),
        rate: text('Which rate pays; another one where the model has none for this kind.').nullable(),
        usd: decimal('Before multipliers.'),
      }),
    ),
    subtotalUsd: decimal(),
    multipliers: list(z.object({ name: text(), factor: text('A fraction, such as 11/10.') })),
    fees: list(z.object({ fee: text(), count: count(), usdEach: decimal(), usd: decimal() })),
    listUsd: decimal('With the prices known now: (subtotal × multipliers) + fees, rounded once.').nullable(),
    promptTokens: count(),
    tier: name(),
    price: z
      .object({ from: name(), to: name(), sourceUrl: name(), sourceSeen: name() })
      .nullable()
      .openapi({ description: 'The price that was used, with its dates and where it was seen.' }),
    recorded: z
      .object({
        listNanoUsd: nanoUsd().nullable(),
        billedNanoUsd: nanoUsd().nullable(),
        reportedNanoUsd: nanoUsd().nullable(),
        priceRule: name(),
        matchedBy: text("How the model's name was matched.").nullable(),
        bookVersion: text(),
        confidence: choice(['exact', 'estimated']),
        notes: list(text(), 'In plain words.'),
      })
      .openapi({ description: 'What the ledger holds, fixed when the call was recorded.' }),
  })
  .openapi('CostExplanation');
