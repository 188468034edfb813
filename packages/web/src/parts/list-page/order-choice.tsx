import { useOwnParam } from '../../state/use-own-param.ts';

/** Orders of a list with what they are called; the first is the one of an address that names none. */
export type Orders<Order extends string> = Readonly<Record<Order, string>>;

const defaultOf = <Order extends string>(orders: Orders<Order>) => Object.keys(orders)[0] as Order;

/** The order that the address names; whatever cannot be read is as if it were not there. */
export const useOrder = <Order extends string>(
  orders: Orders<Order>,
): readonly [Order, (order: string) => void] => {
  const [sort, setSort] = useOwnParam('sort');
  const usual = defaultOf(orders);
  return [
    sort !== undefined && Object.hasOwn(orders, sort) ? (sort as Order) : usual,
    (order) => setSort(order === usual ? null : order),
  ];
};

/** The order of the list; on a phone there are no heads of columns to click. */
export const OrderChoice = <Order extends string>({ orders }: { readonly orders: Orders<Order> }) => {
  const [order, setOrder] = useOrder(orders);
  return (
    <label className="list-order">
      <span className="hidden">Order</span>
      <select value={order} onChange={({ target }) => setOrder(target.value)}>
        {Object.entries<string>(orders).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
};
