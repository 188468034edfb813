import type { Dimension, Filter, LedgerEvent, PricedEvent } from '@meterline/core';

const TAG = 'tag:';

/** Key of a `tag:KEY` dimension; undefined for the plain ones. */
export const tagKeyOf = (dimension: string): string | undefined =>
  dimension.startsWith(TAG) ? dimension.slice(TAG.length) : undefined;

/** A call's value of a dimension; `null` where it has none. `model` is the canonical name. */
export const dimensionValue = (event: PricedEvent, dimension: Dimension): string | null => {
  const tag = tagKeyOf(dimension);
  if (tag !== undefined) return Object.hasOwn(event.tags ?? {}, tag) ? event.tags![tag]! : null;
  if (dimension === 'model') return event.modelCanonical;
  return (event[dimension as keyof PricedEvent] as string | undefined) ?? null;
};

/**
 * Whether a call satisfies all filters. Values of one dimension with `=` are alternatives; `!=` also holds where the
 * dimension is not set (except against `null`).
 */
export const matches = (event: LedgerEvent, where: readonly Filter[]): boolean =>
  groupFilters(where).every(({ dimension, op, values }) => {
    const found = values.includes(dimensionValue(event, dimension));
    return op === '=' ? found : !found;
  });

/** All values that one dimension is compared with by one operator. */
export interface FilterGroup {
  readonly dimension: Dimension;
  readonly op: '=' | '!=';
  readonly values: readonly (string | null)[];
}

/** Filters by dimension and operator, in the order of their first appearance. */
export const groupFilters = (where: readonly Filter[]): readonly FilterGroup[] => {
  const groups: { dimension: Dimension; op: '=' | '!='; values: (string | null)[] }[] = [];
  for (const { dimension, op, value } of where) {
    const group = groups.find((g) => g.dimension === dimension && g.op === op);
    if (group === undefined) groups.push({ dimension, op, values: [value] });
    else if (!group.values.includes(value)) group.values.push(value);
  }
  return groups;
};
