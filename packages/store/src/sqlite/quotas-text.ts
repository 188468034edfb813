import type { Quota } from '@meterline/core';

/**
 * The quotas of a call in its row: `[["tokens",80000,79000,1767225600000]]`, each with its limit, what remains and when it
 * is whole again; null where the provider did not say.
 */
export const packQuotas = (quotas: readonly Quota[]): string =>
  JSON.stringify(
    quotas.map(
      ({ kind, limit, remaining, resetAt }): PackedQuota => [
        kind,
        limit ?? null,
        remaining ?? null,
        resetAt ?? null,
      ],
    ),
  );

type PackedQuota = readonly [Quota['kind'], number | null, number | null, number | null];

export const unpackQuotas = (text: string): readonly Quota[] =>
  (JSON.parse(text) as PackedQuota[]).map(([kind, limit, remaining, resetAt]) => ({
    kind,
    ...(limit === null ? {} : { limit }),
    ...(remaining === null ? {} : { remaining }),
    ...(resetAt === null ? {} : { resetAt }),
  }));
