import { useMoney, useShortMoney } from '../data/use-money.ts';
import { plural } from '../format/count.ts';
import { exactUsd } from '../format/money.ts';
import './money.css';

/** What a sum of costs says of itself: core's `CostTotals`, or the cost of one call. */
export interface CostFacts {
  readonly listNanoUsd: number;
  readonly unpricedCalls: number;
}

/**
 * The list price of some calls. Where some have no price it is a lower bound (`≥`); where none has one it is a dash,
 * never $0.
 */
export const Cost = ({
  cost,
  calls,
  short = false,
}: {
  readonly cost: CostFacts;
  readonly calls: number;
  /** Without cents where it is large; the title has all of it. */
  readonly short?: boolean;
}) => {
  const whole = useMoney();
  const shortened = useShortMoney();
  const money = short ? shortened : whole;
  if (calls > 0 && cost.unpricedCalls >= calls)
    return (
      <span className="money money-unpriced" title={`${plural(calls, 'call')} without a known price`}>
        not priced
      </span>
    );
  const partly = cost.unpricedCalls > 0;
  const title = partly
    ? `${exactUsd(cost.listNanoUsd)} and ${plural(cost.unpricedCalls, 'call')} without a known price`
    : exactUsd(cost.listNanoUsd);
  return (
    <span className="money" title={title}>
      {partly && (
        <>
          <span aria-hidden="true">≥ </span>
          <span className="hidden">at least </span>
        </>
      )}
      {money(cost.listNanoUsd)}
    </span>
  );
};

/** An amount that is known, or a dash. */
export const Money = ({ nanoUsd }: { readonly nanoUsd: number | null | undefined }) => {
  const money = useMoney();
  if (nanoUsd === null || nanoUsd === undefined)
    return (
      <span className="money money-unpriced" title="Not known: no price">
        –
      </span>
    );
  return (
    <span className="money" title={exactUsd(nanoUsd)}>
      {money(nanoUsd)}
    </span>
  );
};
