import { MAX_CALL_QUOTAS, QUOTA_KINDS, type Quota } from '../usage/quota.ts';
import { isAbsent, isRecord, type OnIssue, own, readCount, type Values } from './field-readers.ts';
import { instantOf } from './instant.ts';

/**
 * The quotas of a call, in the order of `QUOTA_KINDS`. One of a kind that is not known or was there before is reported and
 * left out, and so is a number that is none; undefined where nothing is left.
 */
export const readQuotas = (value: unknown, name: string, onIssue: OnIssue): readonly Quota[] | undefined => {
  if (!Array.isArray(value) || value.length > MAX_CALL_QUOTAS) {
    onIssue('BAD_FIELD', name);
    return undefined;
  }
  const byKind = new Map<Quota['kind'], Quota>();
  for (const given of value) {
    const quota = isRecord(given) ? readQuota(given, name, onIssue) : undefined;
    if (quota === undefined || byKind.has(quota.kind)) onIssue('BAD_FIELD', name);
    else byKind.set(quota.kind, quota);
  }
  const quotas = QUOTA_KINDS.flatMap((kind) => byKind.get(kind) ?? []);
  return quotas.length === 0 ? undefined : quotas;
};

const readQuota = (given: Values, name: string, onIssue: OnIssue): Quota | undefined => {
  const kind = QUOTA_KINDS.find((known) => known === own(given, 'kind'));
  if (kind === undefined) return undefined;
  const count = (field: 'limit' | 'remaining'): { [K in typeof field]?: number } => {
    const number = isAbsent(own(given, field)) ? undefined : readCount(own(given, field), name, onIssue);
    return number === undefined ? {} : { [field]: number };
  };
  return { kind, ...count('limit'), ...count('remaining'), ...resetOf(given, name, onIssue) };
};

const resetOf = (given: Values, name: string, onIssue: OnIssue): Pick<Quota, 'resetAt'> => {
  const text = own(given, 'resetAt');
  if (isAbsent(text)) return {};
  const resetAt = instantOf(text);
  if (resetAt === undefined) onIssue('BAD_TIMESTAMP', name);
  return resetAt === undefined ? {} : { resetAt };
};
