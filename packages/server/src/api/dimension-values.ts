import type { Dimension } from '@meterline/core';
import type { Ledger } from '@meterline/store';

const DEFAULT_VALUES = 50;
/** Values that are looked through for a part of their name. */
const MAX_LOOKED_AT = 10_000;

/** Values of a dimension, the most used first, that contain a text in whatever case. */
export const dimensionValues = async (
  ledger: Ledger,
  dimension: Dimension,
  {
    search,
    limit = DEFAULT_VALUES,
  }: { readonly search?: string | undefined; readonly limit?: number | undefined },
): Promise<readonly string[]> => {
  const wanted = search?.trim().toLowerCase() ?? '';
  if (wanted === '') return ledger.dimensionValues(dimension, limit);
  const values = await ledger.dimensionValues(dimension, MAX_LOOKED_AT);
  return values.filter((value) => value.toLowerCase().includes(wanted)).slice(0, limit);
};
