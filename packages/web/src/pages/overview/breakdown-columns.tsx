import type { GetAnswer } from '@meterline/api/client';
import { type Dimension, knowledgeOf, type UsageTotals } from '@meterline/core';
import { useColours } from '../../data/use-colours.ts';
import { useMoney } from '../../data/use-money.ts';
import { compactCount, percentText } from '../../format/count.ts';
import { dimensionName } from '../../format/name.ts';
import { Count } from '../../parts/count.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { Delta } from '../../parts/delta.tsx';
import { Cost } from '../../parts/money.tsx';
import { Value } from '../../parts/value.tsx';
import type { Metric } from '../../state/view.ts';

type Row = GetAnswer<'/usage'>['rows'][number];

/** What some calls come to in the measure of the page. */
export const measured = (totals: UsageTotals, metric: Metric): number =>
  metric === 'cost' ? totals.cost.listNanoUsd : metric === 'tokens' ? totals.tokens.total : totals.calls;

/** Of the whole, 0 to 1; null where nobody knows what some calls cost, or nothing is there. */
export const shareOf = (part: UsageTotals, whole: UsageTotals, metric: Metric): number | null =>
  measured(whole, metric) === 0 || (metric === 'cost' && knowledgeOf(part) === 'unpriced')
    ? null
    : measured(part, metric) / measured(whole, metric);

/** A value, what it comes to, its share of `totals`, and how it differs from the period before. */
export const useBreakdownColumns = (
  dimension: Dimension,
  metric: Metric,
  totals: UsageTotals,
  compares: boolean,
): readonly Column<Row>[] => {
  const colours = useColours(dimension);
  const money = useMoney();
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
      cell: (row) => <span className="muted">{percentText(shareOf(row, totals, metric))}</span>,
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
