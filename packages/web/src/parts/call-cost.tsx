import type { GetAnswer } from '@meterline/api/client';
import { useMoney } from '../data/use-money.ts';
import { exactUsd } from '../format/money.ts';
import './money.css';

export type CallRow = GetAnswer<'/calls'>['rows'][number];

/** The list price of one call: an amount, `free`, or that none is known. Never $0 for what is not known. */
export const CallCost = ({ cost }: { readonly cost: CallRow['cost'] }) => {
  const money = useMoney();
  if (cost.status === 'zero')
    return (
      <span className="money muted" title="Known to cost nothing">
        free
      </span>
    );
  if (cost.listNanoUsd === null)
    return (
      <span className="money money-unpriced" title="No price is known">
        not priced
      </span>
    );
  const estimated = cost.confidence === 'estimated' ? ', estimated' : '';
  return (
    <span className="money" title={`${exactUsd(cost.listNanoUsd)}${estimated}`}>
      {estimated !== '' && <span className="muted">~</span>}
      {money(cost.listNanoUsd)}
    </span>
  );
};
