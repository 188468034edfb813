import type { GetAnswer } from '@meterline/api/client';
import { type Dimension, subtractTotals, type UsageTotals } from '@meterline/core';
import { Link } from 'wouter';
import { OTHER_COLOUR } from '../../data/colours.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { useColours } from '../../data/use-colours.ts';
import { percentText, plural } from '../../format/count.ts';
import { dimensionName } from '../../format/name.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { Card } from '../../parts/card.tsx';
import { Count } from '../../parts/count.tsx';
import { Cost } from '../../parts/money.tsx';
import { Empty } from '../../parts/panel.tsx';
import { type ShareBar, ShareBars } from '../../parts/share-bars.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { Value } from '../../parts/value.tsx';
import { useView } from '../../state/use-view.ts';
import { commandOf, type Metric } from '../../state/view.ts';
import { measureOf } from './activity-measure.ts';

type Usage = GetAnswer<'/usage'>;

const SHOWN = 8;

export interface SharesOf {
  readonly title: string;
  readonly dimension: Dimension;
  /** Shown where no call has a value of the dimension. */
  readonly instead?: SharesOf;
}

/** Who or what made the calls, by one dimension; clicking a name shows only its calls. */
export const SharesCard = ({ title, dimension, instead }: SharesOf) => {
  const { view, question } = useView();
  const asked = { ...question, by: dimension, orderBy: view.metric };
  const answer = useAnswer('/usage', { ...asked, limit: SHOWN });
  if (instead !== undefined && answer.data !== undefined && isUnset(answer.data, dimension))
    return (
      <>
        <SharesCard {...instead} />
        <Unset title={title} dimension={dimension} />
      </>
    );
  return (
    <Card
      title={title}
      stale={isStale(answer)}
      actions={
        <TableActions
          csv={{ path: '/usage.csv', query: asked }}
          command={commandOf('costs', view, [`--by ${dimension}`])}
        />
      }
    >
      <AnswerOf result={answer} lines={4} height={28}>
        {(usage) => <Shares usage={usage} dimension={dimension} title={title} />}
      </AnswerOf>
    </Card>
  );
};

const isUnset = ({ rows }: Usage, dimension: Dimension): boolean =>
  rows.every(({ key }) => key[dimension] === null);

/** Said below all cards, since it takes no room of its own. */
const Unset = ({ title, dimension }: SharesOf) => {
  const { link } = useView();
  return (
    <p className="shares-unset muted small">
      {title}: no call here says its {dimensionName(dimension).toLowerCase()}.{' '}
      {dimension === 'machine' && (
        <>
          Logs hardly ever do; a name given in <Link href={link('/settings')}>Settings</Link> holds for every
          call that is read from then on.
        </>
      )}
    </p>
  );
};

const Shares = ({
  usage,
  dimension,
  title,
}: {
  readonly usage: Usage;
  readonly dimension: Dimension;
  readonly title: string;
}) => {
  const { view } = useView();
  const colours = useColours(dimension);
  if (isUnset(usage, dimension))
    return (
      <Empty title={`No call here names its ${dimensionName(dimension).toLowerCase()}.`}>
        The logs do not say it.
      </Empty>
    );
  const whole = measureOf(usage.totals, view.metric) ?? 0;
  const sizes = usage.rows.map((row) => measureOf(row, view.metric) ?? 0);
  const others = usage.rows.reduce(subtractTotals, usage.totals);
  const rest = whole - sizes.reduce((sum, size) => sum + size, 0);
  const largest = Math.max(rest, ...sizes);
  const shareOf = (size: number): string => percentText(whole === 0 ? null : size / whole);
  const bars = usage.rows.map((row, index): ShareBar => {
    const value = row.key[dimension] ?? null;
    const size = sizes[index] ?? 0;
    return {
      key: value ?? '',
      name: <Value dimension={dimension} value={value} />,
      amount: <Amount totals={row} metric={view.metric} />,
      share: measureOf(row, view.metric) === null ? '–' : shareOf(size),
      length: largest === 0 ? 0 : size / largest,
      colour: colours(value),
    };
  });
  if (usage.omittedRows > 0)
    bars.push({
      key: 'other values',
      name: <span className="muted">{plural(usage.omittedRows, 'other')}</span>,
      amount: <Amount totals={others} metric={view.metric} />,
      share: measureOf(others, view.metric) === null ? '–' : shareOf(rest),
      length: largest === 0 ? 0 : rest / largest,
      colour: OTHER_COLOUR,
    });
  return <ShareBars label={title} bars={bars} />;
};

const Amount = ({ totals, metric }: { readonly totals: UsageTotals; readonly metric: Metric }) =>
  metric === 'cost' ? (
    <Cost cost={totals.cost} calls={totals.calls} />
  ) : (
    <Count value={metric === 'tokens' ? totals.tokens.total : totals.calls} />
  );
