import { readFileSync } from 'node:fs';
import { QUOTA_KINDS } from '@meterline/core';
import type { QuotaSnapshot } from '@meterline/gateway';
import { writePrivateFile } from '../config/private-file.ts';
import { MAX_QUOTAS, SAVE_QUOTAS_EVERY_MS } from './limits.ts';

/**
 * What each provider said last is left of its limits. Kept beside the ledger: it is no part of any figure, and is worth
 * nothing when the limits are whole again.
 */
export interface QuotaBook {
  note(quotas: readonly QuotaSnapshot[]): void;
  /** By provider and quota. */
  all(): readonly QuotaSnapshot[];
  /** Writes what is not yet written. */
  close(): void;
}

/** @param path Of the file; one that cannot be read or written only means that a restart forgets. */
export const createQuotaBook = (path: string): QuotaBook => {
  const newest = new Map<string, QuotaSnapshot>();
  let saving: NodeJS.Timeout | undefined;
  const take = (one: QuotaSnapshot): void => {
    const key = `${one.provider} ${one.quota}`;
    const known = newest.get(key);
    if (known !== undefined && known.at > one.at) return;
    if (known === undefined && newest.size >= MAX_QUOTAS) return;
    newest.set(key, one);
  };
  const save = (): void => {
    clearTimeout(saving);
    saving = undefined;
    try {
      writePrivateFile(path, `${JSON.stringify({ version: 1, quotas: [...newest.values()] })}\n`, 'quotas');
    } catch {
      // The next one is written again.
    }
  };
  for (const one of quotasIn(path)) take(one);
  return {
    note: (quotas) => {
      for (const one of quotas) take(one);
      saving ??= setTimeout(save, SAVE_QUOTAS_EVERY_MS).unref();
    },
    all: () =>
      [...newest.values()].sort((a, b) => compare(a.provider, b.provider) || compare(a.quota, b.quota)),
    close: () => {
      if (saving !== undefined) save();
    },
  };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const quotasIn = (path: string): readonly QuotaSnapshot[] => {
  try {
    const { quotas } = JSON.parse(readFileSync(path, 'utf8')) as { quotas?: unknown };
    return Array.isArray(quotas) ? quotas.filter(isSnapshot) : [];
  } catch {
    return [];
  }
};

const isSnapshot = (value: unknown): value is QuotaSnapshot => {
  if (typeof value !== 'object' || value === null) return false;
  const { provider, quota, at, limit, remaining, resetAt } = value as Record<string, unknown>;
  const counts = [limit, remaining, resetAt].every((one) => one === undefined || Number.isSafeInteger(one));
  return (
    typeof provider === 'string' &&
    QUOTA_KINDS.some((kind) => kind === quota) &&
    Number.isSafeInteger(at) &&
    counts
  );
};
