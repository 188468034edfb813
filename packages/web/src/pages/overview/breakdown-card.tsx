import type { GetAnswer } from '@meterline/api/client';
import type { Dimension, UsageTotals } from '@meterline/core';
import { useAnswer } from '../../data/use-answer.ts';
import { useColours } from '../../data/use-colours.ts';
import { useMoney } from '../../data/use-money.ts';
import { compactCount, percentText } from '../../format/count.ts';
import { dimensionName } from '../../format/name.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Count } from '../../parts/count.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Delta } from '../../parts/delta.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Cost } from '../../parts/money.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { Value } from '../../parts/value.tsx';
import { useView } from '../../state/use-view.ts';
import { commandOf, type Metric } from '../../state/view.ts';
import './breakdown-card.css';

type Usage = GetAnswer<'/usage'>;
type Row = Usage['rows'][number];

const ROWS = 8;

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
  const asked = { ...question, by: dimension, orderBy: metric };
  const answer = useAnswer('/usage', { ...asked, compare: compare ? 'previous' : 'none', limit: ROWS });
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
      className="breakdown"
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
        {(usage) => <Rows dimension={dimension} title={title} usage={usage} />}
      </AnswerOf>
    </Card>
  );
};

/** Whether no call has a value, so that a table would have nothing but `(none)`. */
const isUnset = ({ rows }: Usage, dimension: Dimension): boolean =>
  rows.length > 0 && rows.every(({ key }) => key[dimension] === null);

export const measured = (totals: UsageTotals, metric: Metric): number =>
  metric === 'cost' ? totals.cost.listNanoUsd : metric === 'tokens' ? totals.tokens.total : totals.calls;

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
  const columns = useColumns(
    dimension,
    metric,
    usage.totals,
    compare && (usage.previousTotals?.calls ?? 0) > 0,
  );
  const largest = usage.rows.reduce((most, row) => Math.max(most, measured(row, metric)), 0);
  return (
    <>
      <DataTable
        label={title}
        columns={columns}
        rows={usage.rows}
        keyOf={({ key }) => key[dimension] ?? ''}
        shareOf={(row) => (largest === 0 ? 0 : measured(row, metric) / largest)}
        empty={<p className="muted small">No calls here.</p>}
      />
      <More usage={usage} metric={metric} />
    </>
  );
};

const useColumns = (
  dimension: Dimension,
  metric: Metric,
  totals: UsageTotals,
  compares: boolean,
): readonly Column<Row>[] => {
  const colours = useColours(dimension);
  const money = useMoney();
  const whole = measured(totals, metric);
  const text = (value: number): string => (metric === 'cost' ? money(value) : compactCount(value));
  return [
    {
      id: 'value',
      head: dimensionName(dimension),
      cell: ({ key }) => {
        const value = key[dimension] ?? null;
        return <Value dimension={dimension} value={value} colour={colours(value)} />;
      },
    },
    {
      id: 'measure',
      head: metric === 'cost' ? 'Cost' : metric === 'tokens' ? 'Tokens' : 'Calls',
      number: true,
      cell: (row) =>
        metric === 'cost' ? (
          <Cost cost={row.cost} calls={row.calls} />
        ) : (
          <Count value={measured(row, metric)} />
        ),
    },
    {
      id: 'share',
      head: 'Share',
      number: true,
      wide: true,
      cell: (row) => (
        <span className="muted">{percentText(whole === 0 ? null : measured(row, metric) / whole)}</span>
      ),
    },
    ...(compares
      ? [
          {
            id: 'delta',
            head: 'Change',
            title: 'Against the period before',
            number: true,
            cell: (row: Row) => {
              const before = row.previous ? measured(row.previous, metric) : 0;
              return before === 0 ? (
                <span className="muted" title="Nothing to compare with in the period before">
                  {row.previous ? '–' : 'new'}
                </span>
              ) : (
                <Delta
                  now={measured(row, metric)}
                  before={before}
                  more={metric === 'cost' ? 'bad' : 'neutral'}
                  beforeText={text(before)}
                />
              );
            },
          },
        ]
      : []),
  ];
};

/** What is not shown: how many, and what they come to. */
const More = ({ usage, metric }: { readonly usage: Usage; readonly metric: Metric }) => {
  const money = useMoney();
  const { rows, totals, omittedRows } = usage;
  if (omittedRows === 0) return null;
  const whole = measured(totals, metric);
  const rest = rows.reduce((left, row) => left - measured(row, metric), whole);
  return (
    <p className="breakdown-more muted small">
      {omittedRows} more: {metric === 'cost' ? money(rest) : compactCount(rest)}
      {whole > 0 && ` (${percentText(rest / whole)})`}
    </p>
  );
};
