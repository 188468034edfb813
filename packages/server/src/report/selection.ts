import type { Dimension, Filter, UsageQuery } from '@meterline/core';

/** Which calls a report is about, and whose days; a whole query will do, its rows and limit are not minded. */
export type Selection = Pick<UsageQuery, 'from' | 'to' | 'where' | 'zone'>;

/** Only that of a query which selects calls. */
export const selectionOf = ({ from, to, where, zone }: Selection): Selection => ({
  zone,
  where,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

/** The filters with one more: only these values of a dimension. They satisfy what was asked of it, which they replace. */
export const onlyValues = (
  where: readonly Filter[],
  dimension: Dimension,
  values: readonly (string | null)[],
): readonly Filter[] => [
  ...where.filter((filter) => filter.dimension !== dimension || filter.op !== '='),
  ...values.map((value) => ({ dimension, op: '=', value }) as const),
];
