import { useOwnParam } from '../../state/use-own-param.ts';
import { DEFAULT_ORDER, ORDER_TEXTS, type SessionOrder } from './session-order.ts';

/** The order of the list; on a phone there are no heads of columns to click. */
export const OrderChoice = ({ order }: { readonly order: SessionOrder }) => {
  const [, setSort] = useOwnParam('sort');
  return (
    <label className="sessions-order">
      <span className="hidden">Order</span>
      <select
        value={order}
        onChange={({ target }) => setSort(target.value === DEFAULT_ORDER ? null : target.value)}
      >
        {Object.entries(ORDER_TEXTS).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
};
