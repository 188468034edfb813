import type { Quota } from '@meterline/core';
import { iso } from './envelope.ts';
import type { JsonQuotas } from './kinds/quotas.ts';

/** The quotas of a call; what the provider did not say is null. */
export const quotaRowsOf = (quotas: readonly Quota[] = []): JsonQuotas =>
  quotas.map(({ kind, limit, remaining, resetAt }) => ({
    kind,
    limit: limit ?? null,
    remaining: remaining ?? null,
    resetAt: resetAt === undefined ? null : iso(resetAt),
  }));
