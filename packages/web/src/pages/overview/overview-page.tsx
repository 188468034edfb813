import { useFirstAnswer } from '../../data/use-answer.ts';
import { daysText } from '../../format/days.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { NoCalls } from '../../parts/no-calls.tsx';
import { RangeNote } from '../../parts/range-note.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { useView } from '../../state/use-view.ts';
import { type Breakdown, BreakdownCard } from './breakdown-card.tsx';
import { ChartCard } from './chart-card.tsx';
import { KPI_TILES, KpiRow, type Overview } from './kpi-row.tsx';
import { KpiSkeleton } from './kpi-tile.tsx';
import { UnpricedNote } from './unpriced-note.tsx';

const BREAKDOWNS: readonly Breakdown[] = [
  { dimension: 'model', title: 'Models' },
  { dimension: 'provider', title: 'Providers' },
  { dimension: 'app', title: 'Apps' },
  { dimension: 'project', title: 'Projects' },
  { dimension: 'machine', title: 'Machines', instead: { dimension: 'branch', title: 'Branches' } },
  { dimension: 'agent', title: 'Agents' },
];

/** Where the money goes, at a glance. */
export const OverviewPage = () => {
  const { question } = useView();
  const answer = useFirstAnswer('/overview', question);
  const isEmpty = answer.data?.totals.calls === 0;
  // Said once is enough: the others would say the same.
  const isRefused = answer.isError && answer.data === undefined;
  return (
    <>
      <PageHead title="Overview" note={answer.data && <Note overview={answer.data} />} />
      <AnswerOf result={answer} placeholder={<KpiSkeleton tiles={KPI_TILES} />}>
        {(overview) =>
          isEmpty ? (
            <NoCalls />
          ) : (
            <>
              <UnpricedNote unpriced={overview.unpriced} />
              <KpiRow overview={overview} stale={isStale(answer)} />
            </>
          )
        }
      </AnswerOf>
      {!isEmpty && !isRefused && (
        <>
          <ChartCard />
          <div className="breakdowns">
            {BREAKDOWNS.map((one) => (
              <BreakdownCard key={one.dimension} {...one} />
            ))}
          </div>
        </>
      )}
    </>
  );
};

/** Of which days, whose days these are, and what they are compared with. */
const Note = ({ overview }: { readonly overview: Overview }) => {
  const { range, zone, previousRange, previousTotals } = overview;
  const { view } = useView();
  const hasBefore = (previousTotals?.calls ?? 0) > 0;
  return (
    <>
      <RangeNote range={range} zone={zone} />
      {view.compare && previousRange !== null && (
        <>
          {' '}
          · {hasBefore ? `compared with ${daysText(previousRange, zone)}` : 'nothing before to compare with'}
        </>
      )}
    </>
  );
};
