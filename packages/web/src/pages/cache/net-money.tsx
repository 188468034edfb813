import { useMoney } from '../../data/use-money.ts';
import { exactUsd } from '../../format/money.ts';

/** A saving; a loss is red and has its sign. null: not known, since no price is. */
export const NetMoney = ({
  nanoUsd,
  plus = false,
}: {
  readonly nanoUsd: number | null;
  readonly plus?: boolean;
}) => {
  const money = useMoney();
  if (nanoUsd === null)
    return (
      <span className="money-unpriced" title="Not known: no price">
        –
      </span>
    );
  return (
    <span
      className={nanoUsd < 0 ? 'net-bad' : nanoUsd > 0 ? 'net-good' : ''}
      title={nanoUsd < 0 ? `${exactUsd(nanoUsd)}: it cost more than it saved` : exactUsd(nanoUsd)}
    >
      {plus && nanoUsd > 0 ? '+' : ''}
      {money(nanoUsd)}
    </span>
  );
};
