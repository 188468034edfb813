import { useMoney } from '../../data/use-money.ts';
import { compactCount, exactCount, plural } from '../../format/count.ts';
import { exactUsd } from '../../format/money.ts';
import { clockText } from '../../format/time.ts';
import type { Metric } from '../../state/view.ts';
import { type LiveScene, sumOfLast } from './live-scene.ts';
import type { LiveSum } from './live-sum.ts';
import '../../parts/figures.css';

/** Running totals: this minute, ten of them, an hour, today. */
export const LiveTotals = ({
  scene,
  metric,
  zone,
}: {
  readonly scene: LiveScene;
  readonly metric: Metric;
  readonly zone: string;
}) => {
  const since = (minutes: number): string =>
    `since ${clockText(scene.minutes.at(-minutes)?.start ?? 0, zone)}`;
  return (
    <dl className="figures live-totals">
      <Total name="This minute" note={since(1)} sum={sumOfLast(scene, 1)} metric={metric} />
      <Total name="10 minutes" note={since(10)} sum={sumOfLast(scene, 10)} metric={metric} />
      <Total name="60 minutes" note={since(60)} sum={sumOfLast(scene, 60)} metric={metric} />
      <Total name="Today" note={`since midnight, ${zone}`} sum={scene.today} metric={metric} />
    </dl>
  );
};

const Total = ({
  name,
  note,
  sum,
  metric,
}: {
  readonly name: string;
  readonly note: string;
  readonly sum: LiveSum;
  readonly metric: Metric;
}) => (
  <div className="live-total">
    <dt>
      {name} <span className="muted">{note}</span>
    </dt>
    <dd className="live-figure">
      <Measure sum={sum} metric={metric} />
    </dd>
    <dd className="muted small">
      {(['cost', 'tokens', 'calls'] as const)
        .filter((other) => other !== metric)
        .map((other, index) => (
          <span key={other}>
            {index > 0 && ' · '}
            <Measure sum={sum} metric={other} named />
          </span>
        ))}
    </dd>
  </div>
);

/** A sum in one measure; a cost with something missing in it says so. */
export const Measure = ({
  sum,
  metric,
  named = false,
}: {
  readonly sum: LiveSum;
  readonly metric: Metric;
  readonly named?: boolean;
}) => {
  const money = useMoney();
  if (metric === 'calls') return named ? plural(sum.calls, 'call') : exactCount(sum.calls);
  if (metric === 'tokens')
    return (
      <span title={exactCount(sum.tokens)}>
        {compactCount(sum.tokens)}
        {named ? ' tokens' : ''}
      </span>
    );
  if (sum.calls > 0 && sum.unpricedCalls >= sum.calls)
    return <span className="money-unpriced">not priced</span>;
  return (
    <span title={exactUsd(sum.listNanoUsd)}>
      {sum.unpricedCalls > 0 ? '≥ ' : ''}
      {money(sum.listNanoUsd)}
    </span>
  );
};
