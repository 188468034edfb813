/** What a table can be sorted by, each by its column's id: names by the first letter, figures by the largest. */
export type SortValues<Row, Order extends string> = Readonly<
  Record<Order, (row: Row) => string | number | null>
>;

/** What an address asks for, else the usual order. */
export const orderIn = <Order extends string>(
  values: SortValues<never, Order>,
  text: string | undefined,
  usual: NoInfer<Order>,
): Order => (text !== undefined && Object.hasOwn(values, text) ? (text as Order) : usual);

/** Rows in an order; what is not known or not set stands last, of equals the more expensive first. */
export const sortRows = <Row extends { readonly cost: { readonly listNanoUsd: number } }>(
  rows: readonly Row[],
  value: (row: Row) => string | number | null,
): readonly Row[] =>
  [...rows].sort((a, b) => compared(value(a), value(b)) || b.cost.listNanoUsd - a.cost.listNanoUsd);

const compared = (a: string | number | null, b: string | number | null): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b);
  return a === b ? 0 : b > a ? 1 : -1;
};
