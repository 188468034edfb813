import { QUOTA_KINDS } from '@meterline/core';
import type { QuotaHeader } from '../upstream.ts';

const FIELDS = ['limit', 'remaining', 'reset'] as const;

const fieldOf = (field: (typeof FIELDS)[number]): QuotaHeader['field'] =>
  field === 'reset' ? 'resetAt' : field;

/** `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`: OpenAI and its relatives. */
export const OPENAI_QUOTAS: readonly QuotaHeader[] = (['requests', 'tokens'] as const).flatMap((quota) =>
  FIELDS.map((field) => ({ header: `x-ratelimit-${field}-${quota}`, quota, field: fieldOf(field) })),
);

/** `anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-{limit,remaining,reset}` */
export const ANTHROPIC_QUOTAS: readonly QuotaHeader[] = QUOTA_KINDS.flatMap((quota) =>
  FIELDS.map((field) => ({ header: `anthropic-ratelimit-${quota}-${field}`, quota, field: fieldOf(field) })),
);
