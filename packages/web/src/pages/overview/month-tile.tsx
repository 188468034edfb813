import { useShortMoney } from '../../data/use-money.ts';
import { monthText } from '../../format/time.ts';
import { Cost } from '../../parts/money.tsx';
import type { Overview } from './kpi-row.tsx';
import { KpiTile } from './kpi-tile.tsx';
import './month-tile.css';

/** The calendar month so far, and what it will come to. The filters hold, the range does not. */
export const MonthTile = ({
  month,
  now,
  zone,
}: {
  readonly month: Overview['month'];
  readonly now: number;
  readonly zone: string;
}) => {
  const money = useShortMoney();
  const { totals, projected } = month;
  return (
    <KpiTile
      label={`${monthText(month.from, zone).split(' ')[0]} so far`}
      title="The calendar month at list price, whatever time is chosen above"
      figure={<Cost cost={totals.cost} calls={totals.calls} short />}
      delta={projected === null ? undefined : <>→ {money(projected.expectedNanoUsd)} expected</>}
      note={
        projected === null
          ? 'too early to project'
          : `likely ${money(projected.lowNanoUsd)}\u00a0–\u00a0${money(projected.highNanoUsd)}`
      }
      picture={
        <MonthBar
          soFar={totals.cost.listNanoUsd}
          projected={projected}
          elapsed={(now - month.from) / (month.to - month.from)}
        />
      }
    />
  );
};

/** How far the month is, in money and in time: filled so far, striped the range it will end in, a tick for today. */
const MonthBar = ({
  soFar,
  projected,
  elapsed,
}: {
  readonly soFar: number;
  readonly projected: Overview['month']['projected'];
  readonly elapsed: number;
}) => {
  const end = Math.max(projected?.highNanoUsd ?? 0, soFar, 1);
  const share = (nanoUsd: number): string => `${(Math.max(0, nanoUsd) / end) * 100}%`;
  return (
    <span className="month-bar" aria-hidden="true">
      {projected !== null && (
        <span
          className="month-bar-range"
          style={{
            left: share(projected.lowNanoUsd),
            width: share(projected.highNanoUsd - projected.lowNanoUsd),
          }}
        />
      )}
      <span
        className="month-bar-sofar"
        style={{ width: projected === null ? `${Math.min(1, elapsed) * 100}%` : share(soFar) }}
      />
      {projected !== null && (
        <span className="month-bar-expected" style={{ left: share(projected.expectedNanoUsd) }} />
      )}
    </span>
  );
};
