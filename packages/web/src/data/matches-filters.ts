import type { LiveCall } from '@meterline/api/client';
import type { Filter } from '@meterline/core';

/** Dimensions that a told call names. */
const TOLD = [
  'provider',
  'model',
  'app',
  'source',
  'session',
  'project',
  'branch',
  'agent',
  'machine',
  'cron',
  'task',
  'feature',
] as const;
type Told = (typeof TOLD)[number];

const isTold = (dimension: string): dimension is Told => (TOLD as readonly string[]).includes(dimension);

/**
 * Whether a call that was told fits the filters: values of one dimension with `=` are alternatives, everything else
 * holds together. Undefined where only the server knows, since the call does not name that dimension.
 */
export const matchesFilters = (
  call: Pick<LiveCall, Told>,
  filters: readonly Filter[],
): boolean | undefined => {
  const known = filters.filter(({ dimension }) => isTold(dimension));
  const holds = ({ dimension, value }: Filter): boolean => call[dimension as Told] === value;
  const isRefused = known.some((filter) => filter.op === '!=' && holds(filter));
  const wanted = known.filter(({ op }) => op === '=');
  const isMissed = wanted.some(
    ({ dimension }) => !wanted.some((filter) => filter.dimension === dimension && holds(filter)),
  );
  if (isRefused || isMissed) return false;
  return known.length === filters.length ? true : undefined;
};
