import type { GetAnswer } from '@meterline/api/client';
import { type Dimension, subtractTotals } from '@meterline/core';
import { useAnswer } from '../../data/use-answer.ts';
import { compactCount, exactCount, percentText } from '../../format/count.ts';
import { dimensionName } from '../../format/name.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { classNames } from '../../parts/class-names.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Cost } from '../../parts/money.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import { commandOf, type Metric } from '../../state/view.ts';
import { measured, shareOf, useBreakdownColumns } from './breakdown-columns.tsx';
import './breakdown-card.css';

type Usage = GetAnswer<'/usage'>;

const ROWS = 8;
/** More are rather for a spreadsheet: the CSV has every one. */
const ALL_ROWS = 500;

export interface Breakdown {
  readonly dimension: Dimension;
  readonly title: string;
  /** Shown where no call has a value of the dimension. */
  readonly instead?: Breakdown;
}

/** Of which part of the page's measure each value of a dimension is the cause; the largest first. */
export const BreakdownCard = ({ dimension, title, instead }: Breakdown) => {
  const { view, question, change } = useView();
  const { metric, compare } = view;
  const [opened, setOpened] = useOwnParam('all');
  const isAll = opened === dimension;
  const asked = { ...question, by: dimension, orderBy: metric };
  const answer = useAnswer('/usage', {
    ...asked,
    compare: compare ? 'previous' : 'none',
    limit: isAll ? ALL_ROWS : ROWS,
  });
  if (answer.data !== undefined && isUnset(answer.data, dimension))
    return (
      <>
        {instead !== undefined && <BreakdownCard {...instead} />}
        <p className="breakdown-unset muted small">
          {title}: no call here says its {dimensionName(dimension).toLowerCase()}.
        </p>
      </>
    );
  return (
    <Card
      className={classNames('breakdown', isAll && 'is-all')}
      title={title}
      stale={isStale(answer)}
      actions={
        <>
          <Button
            look="plain"
            small
            aria-pressed={view.by === dimension}
            title={`Stack the chart by ${dimensionName(dimension).toLowerCase()}`}
            onClick={() => change({ by: dimension })}
          >
            <Icon name="chart" />
            <span className="hidden">Stack the chart by this</span>
          </Button>
          <TableActions
            csv={{ path: '/usage.csv', query: asked }}
            command={commandOf('costs', view, [`--by ${dimension}`])}
          />
        </>
      }
    >
      <AnswerOf result={answer} lines={ROWS + 1} height={22}>
        {(usage) => (
          <>
            <Rows dimension={dimension} title={title} usage={usage} />
            <More
              usage={usage}
              metric={metric}
              isAll={isAll}
              onAll={() => setOpened(isAll ? null : dimension, { replace: true })}
            />
          </>
        )}
      </AnswerOf>
    </Card>
  );
};

/** Whether no call has a value, so that a table would have nothing but `(none)`. */
const isUnset = ({ rows }: Usage, dimension: Dimension): boolean =>
  rows.length > 0 && rows.every(({ key }) => key[dimension] === null);

const Rows = ({
  dimension,
  title,
  usage,
}: {
  readonly dimension: Dimension;
  readonly title: string;
  readonly usage: Usage;
}) => {
  const { view } = useView();
  const { metric, compare } = view;
  const columns = useBreakdownColumns(
    dimension,
    metric,
    usage.totals,
    compare && (usage.previousTotals?.calls ?? 0) > 0,
  );
  const largest = usage.rows.reduce((most, row) => Math.max(most, measured(row, metric)), 0);
  return (
    <DataTable
      label={title}
      columns={columns}
      rows={usage.rows}
      keyOf={({ key }) => key[dimension] ?? ''}
      shareOf={(row) => (largest === 0 ? 0 : measured(row, metric) / largest)}
      empty={<p className="muted small">No calls here.</p>}
    />
  );
};

/** What is not shown: how many, what they come to, and a way to see them. */
const More = ({
  usage,
  metric,
  isAll,
  onAll,
}: {
  readonly usage: Usage;
  readonly metric: Metric;
  readonly isAll: boolean;
  readonly onAll: () => void;
}) => {
  const { rows, totals, omittedRows } = usage;
  if (omittedRows === 0 && !isAll) return null;
  const rest = rows.reduce(subtractTotals, totals);
  const share = shareOf(rest, totals, metric);
  return (
    <p className="breakdown-more muted small">
      {omittedRows > 0 && (
        <span>
          {exactCount(omittedRows)} more:{' '}
          {metric === 'cost' ? (
            <Cost cost={rest.cost} calls={rest.calls} />
          ) : (
            compactCount(measured(rest, metric))
          )}
          {share !== null && ` (${percentText(share)})`}
        </span>
      )}
      <Button look="plain" small onClick={onAll}>
        {isAll ? 'Show fewer' : 'Show all'}
      </Button>
    </p>
  );
};
