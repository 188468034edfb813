import type { GetAnswer } from '@meterline/api/client';
import { cacheHitRate, type UsageTotals } from '@meterline/core';
import { useShortMoney } from '../../data/use-money.ts';
import { compactCount, exactCount, percentText, plural } from '../../format/count.ts';
import { classNames } from '../../parts/class-names.ts';
import { Count } from '../../parts/count.tsx';
import { Delta } from '../../parts/delta.tsx';
import { Cost } from '../../parts/money.tsx';
import { Sparkline } from '../../parts/sparkline.tsx';
import { useView } from '../../state/use-view.ts';
import type { Metric } from '../../state/view.ts';
import { KpiTile } from './kpi-tile.tsx';
import { MonthTile } from './month-tile.tsx';

export type Overview = GetAnswer<'/overview'>;
export const KPI_TILES = 6;

/** The figures at a glance. The first three choose the measure of the page. */
export const KpiRow = ({ overview, stale }: { readonly overview: Overview; readonly stale: boolean }) => (
  <div className={classNames('kpis', stale && 'is-stale')} aria-busy={stale}>
    <CostTile overview={overview} />
    <TokensTile overview={overview} />
    <CallsTile overview={overview} />
    <HitRateTile overview={overview} />
    <SessionsTile overview={overview} />
    <MonthTile month={overview.month} now={overview.now} zone={overview.zone} />
  </div>
);

interface TileProps {
  readonly overview: Overview;
}

/** Whether the tile's measure is the page's, and how it becomes that. */
const useChoice = (metric: Metric) => {
  const { view, change } = useView();
  return { isChosen: view.metric === metric, onChoose: () => change({ metric }) };
};

/** Whether the page compares, and there is something to compare with; where there is nothing the head of the page says so. */
const useCompares = ({ previousTotals }: Overview): boolean => {
  const { view } = useView();
  return view.compare && (previousTotals?.calls ?? 0) > 0;
};

/** The totals to compare with; undefined where nothing is compared. */
const useBefore = (overview: Overview): UsageTotals | null | undefined =>
  useCompares(overview) ? overview.previousTotals : undefined;

const CostTile = ({ overview }: TileProps) => {
  const { totals, sparkline } = overview;
  const money = useShortMoney();
  const before = useBefore(overview);
  const { listNanoUsd, billedNanoUsd } = totals.cost;
  return (
    <KpiTile
      label="Cost at list price"
      title="What the calls cost at API list price; a plan may cover a part of it"
      figure={<Cost cost={totals.cost} calls={totals.calls} short />}
      delta={
        before !== undefined && (
          <Delta
            now={listNanoUsd}
            before={before?.cost.listNanoUsd ?? null}
            more="bad"
            {...(before === null ? {} : { beforeText: money(before.cost.listNanoUsd) })}
          />
        )
      }
      note={billedNanoUsd === listNanoUsd ? 'all of it billed' : `${money(billedNanoUsd)} billed`}
      picture={<Sparkline values={sparkline.listNanoUsd} />}
      choose={useChoice('cost')}
    />
  );
};

const TokensTile = ({ overview }: TileProps) => {
  const { totals, sparkline } = overview;
  const before = useBefore(overview);
  const { input, output, cacheRead, cacheWrite, total } = totals.tokens;
  return (
    <KpiTile
      label="Tokens"
      title={`Input ${exactCount(input)}, output ${exactCount(output)}, cache read ${exactCount(cacheRead)}, cache written ${exactCount(cacheWrite)}`}
      figure={<Count value={total} />}
      delta={
        before !== undefined && (
          <Delta
            now={total}
            before={before?.tokens.total ?? null}
            more="neutral"
            {...(before === null ? {} : { beforeText: compactCount(before.tokens.total) })}
          />
        )
      }
      note={`${compactCount(input)} in · ${compactCount(output)} out · ${compactCount(cacheRead + cacheWrite)} cache`}
      picture={<Sparkline values={sparkline.tokens} />}
      choose={useChoice('tokens')}
    />
  );
};

const CallsTile = ({ overview }: TileProps) => {
  const { totals, sparkline } = overview;
  const before = useBefore(overview);
  const { calls, errorCalls } = totals;
  return (
    <KpiTile
      label="Calls"
      figure={<Count value={calls} />}
      delta={
        before !== undefined && (
          <Delta
            now={calls}
            before={before?.calls ?? null}
            more="neutral"
            {...(before === null ? {} : { beforeText: exactCount(before.calls) })}
          />
        )
      }
      note={
        errorCalls === 0 ? (
          'no errors'
        ) : (
          <span className="kpi-errors">
            {plural(errorCalls, 'error')} ({percentText(errorCalls / calls)})
          </span>
        )
      }
      picture={<Sparkline values={sparkline.calls} />}
      choose={useChoice('calls')}
    />
  );
};

const HitRateTile = ({ overview }: TileProps) => {
  const { totals, sparkline } = overview;
  const money = useShortMoney();
  const { link } = useView();
  const before = useBefore(overview);
  const now = cacheHitRate(totals.tokens);
  const rateBefore = before ? cacheHitRate(before.tokens) : null;
  const { cacheSavedNanoUsd, cachePremiumNanoUsd } = totals.cost;
  const saved = cacheSavedNanoUsd - cachePremiumNanoUsd;
  return (
    <KpiTile
      label="Cache hit rate"
      title="Tokens read from a cache over all input"
      figure={percentText(now)}
      delta={
        before !== undefined &&
        now !== null && (
          <Delta
            now={now}
            before={rateBefore}
            more="good"
            points
            {...(rateBefore === null ? {} : { beforeText: percentText(rateBefore) })}
          />
        )
      }
      note={saved >= 0 ? `${money(saved)} saved` : `${money(-saved)} lost`}
      picture={<Sparkline values={sparkline.hitRate} colour="var(--good)" isRatio />}
      href={link('/cache')}
    />
  );
};

const SessionsTile = ({ overview }: TileProps) => {
  const { totals, sessions, previousSessions, sparkline } = overview;
  const money = useShortMoney();
  const { link } = useView();
  const compares = useCompares(overview);
  return (
    <KpiTile
      label="Active sessions"
      title="Sessions with a call in this time"
      figure={<Count value={sessions} />}
      delta={
        compares && (
          <Delta
            now={sessions}
            before={previousSessions}
            more="neutral"
            {...(previousSessions === null ? {} : { beforeText: exactCount(previousSessions) })}
          />
        )
      }
      note={
        sessions > 0 &&
        `${money(Math.round(totals.cost.listNanoUsd / sessions))} and ${compactCount(Math.round(totals.calls / sessions))} calls each, on average`
      }
      picture={<Sparkline values={sparkline.sessions} />}
      href={link('/sessions')}
    />
  );
};
