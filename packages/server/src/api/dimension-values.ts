import type { Dimension } from '@meterline/core';
import type { Ledger } from '@meterline/store';

const DEFAULT_VALUES = 50;
/** Values that are looked through for a part of their name. */
const MAX_LOOKED_AT = 10_000;

interface AskedValues {
  readonly search?: string | undefined;
  readonly limit?: number | undefined;
}

/** Values of a dimension, the most used first, that contain a text in whatever case. */
export const dimensionValues = async (
  ledger: Ledger,
  dimension: Dimension,
  { search, limit = DEFAULT_VALUES }: AskedValues,
): Promise<readonly string[]> => {
  const wanted = search?.trim().toLowerCase() ?? '';
  if (dimension === 'session') return sessionIds(ledger, wanted, limit);
  if (wanted === '') return ledger.dimensionValues(dimension, limit);
  const values = await ledger.dimensionValues(dimension, MAX_LOOKED_AT);
  return values.filter((value) => value.toLowerCase().includes(wanted)).slice(0, limit);
};

/** Sessions that are looked through: some are found by their project or branch, not by their id. */
const MAX_SESSIONS = 2_000;

/** There may be 100,000 of them, which the ledger can search. */
const sessionIds = async (ledger: Ledger, wanted: string, limit: number): Promise<readonly string[]> => {
  const size = wanted === '' ? limit : MAX_SESSIONS;
  const { sessions } = await ledger.sessions({ where: [], search: wanted, orderBy: 'calls', limit: size });
  const ids = new Set(sessions.map(({ session }) => session));
  return [...ids].filter((id) => id.toLowerCase().includes(wanted)).slice(0, limit);
};
