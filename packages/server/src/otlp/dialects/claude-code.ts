import { countAt, numberAt, type TelemetryRecord, textAt } from '../telemetry-record.ts';
import type { CallFacts, Dialect } from './dialect.ts';

/**
 * Claude Code (standards §2.1). Its log `api_request` and its span `llm_request` tell of the same call by the same
 * request id, which its transcripts have, too. Input is the API's own: without what was cached.
 */
export const claudeCode: Dialect = {
  id: 'claude-code',
  reads: [
    'event.name',
    'event.timestamp',
    'event.sequence',
    'session.id',
    'user.email',
    'user.account_uuid',
    'user.id',
    'anthropic.provider',
    'model',
    'request_id',
    'client_request_id',
    'input_tokens',
    'output_tokens',
    'cache_read_tokens',
    'cache_creation_tokens',
    'cache_creation_5m_tokens',
    'cache_creation_1h_tokens',
    'cost_usd',
    'duration_ms',
    'ttft_ms',
    'attempt',
    'speed',
    'stop_reason',
    'agent.name',
  ],
  read: (record) => {
    const isOurs =
      record.scope.startsWith('com.anthropic.claude_code') ||
      textAt(record.resource, 'service.name') === 'claude-code';
    if (!isOurs) return undefined;
    const isCall =
      record.kind === 'span'
        ? record.name === 'claude_code.llm_request'
        : /^(claude_code\.)?api_request$/.test(textAt(record.attributes, 'event.name') ?? record.name);
    return isCall && countAt(record.attributes, 'output_tokens') !== undefined ? factsOf(record) : 'no call';
  },
};

/** As Claude Code names who serves; what it does not name is served by Anthropic. */
const PROVIDERS: Readonly<Record<string, string>> = {
  firstParty: 'anthropic',
  bedrock: 'bedrock',
  vertex: 'vertex',
  foundry: 'azure',
};

const factsOf = ({ attributes, kind }: TelemetryRecord): CallFacts => {
  const written = countAt(attributes, 'cache_creation_tokens');
  const cacheWrite5m = countAt(attributes, 'cache_creation_5m_tokens');
  const cacheWrite1h = countAt(attributes, 'cache_creation_1h_tokens');
  const divided = (cacheWrite5m ?? 0) + (cacheWrite1h ?? 0);
  return {
    keys: keysOf(attributes),
    isSpansOwn: kind === 'span',
    app: 'claude-code',
    provider: PROVIDERS[textAt(attributes, 'anthropic.provider') ?? ''] ?? 'anthropic',
    model: textAt(attributes, 'model'),
    counts: {
      input: countAt(attributes, 'input_tokens'),
      output: countAt(attributes, 'output_tokens'),
      cacheRead: countAt(attributes, 'cache_read_tokens'),
      ...(divided > 0
        ? { cacheWrite5m, cacheWrite1h, cacheWrite: Math.max(0, (written ?? 0) - divided) || undefined }
        : { cacheWrite: written }),
    },
    inclusion: 'exclusive',
    isUndivided: divided === 0 && (written ?? 0) > 0,
    reportedCostUsd: numberAt(attributes, 'cost_usd'),
    speed: textAt(attributes, 'speed') === 'fast' ? 'fast' : undefined,
    stopReason: textAt(attributes, 'stop_reason'),
    attempt: countAt(attributes, 'attempt'),
    latencyMs: numberAt(attributes, 'duration_ms'),
    timeToFirstTokenMs: numberAt(attributes, 'ttft_ms'),
    session: textAt(attributes, 'session.id'),
    agent: textAt(attributes, 'agent.name'),
    user: textAt(attributes, 'user.email', 'user.account_uuid', 'user.id'),
  };
};

/** The request id as the transcripts have it (`sources/claude-code/identity.ts`); small servers count theirs from 1. */
const keysOf = (attributes: TelemetryRecord['attributes']): readonly string[] => {
  const request = textAt(attributes, 'request_id');
  if (request === undefined) return [];
  const session = textAt(attributes, 'session.id') ?? '';
  return [
    /^req_[A-Za-z0-9]{20,}$/.test(request)
      ? `anthropic:request:${request}`
      : `otlp:claude-code:${session}:${request}`,
  ];
};
