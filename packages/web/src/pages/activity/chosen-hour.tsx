import type { GetAnswer } from '@meterline/api/client';
import type { UsageTotals } from '@meterline/core';
import { Link } from 'wouter';
import { compactCount, exactCount, percentText } from '../../format/count.ts';
import { momentText } from '../../format/time.ts';
import { Button } from '../../parts/button.tsx';
import { Fact } from '../../parts/facts.tsx';
import { Cost } from '../../parts/money.tsx';
import { useView } from '../../state/use-view.ts';
import type { Metric } from '../../state/view.ts';
import { measureOf } from './activity-measure.ts';
import { hourSpans, type Span } from './hour-spans.ts';
import { type WeekHour, weekHourText } from './week-words.ts';

type Activity = GetAnswer<'/activity'>;

/** The figures of one hour of the week; in a range of a week at most also the way to that very hour. */
export const ChosenHour = ({
  hour,
  activity,
  totals,
  onClose,
}: {
  readonly hour: WeekHour;
  readonly activity: Activity;
  readonly totals: UsageTotals;
  readonly onClose: () => void;
}) => {
  const { view } = useView();
  const { range, zone } = activity;
  const whole = measureOf(activity.totals, view.metric);
  const part = measureOf(totals, view.metric);
  const spans =
    range.from === null || range.to === null || totals.calls === 0
      ? []
      : hourSpans({ from: range.from, to: range.to }, zone, hour);
  return (
    <section className="hour-chosen" aria-label={weekHourText(hour)}>
      <div className="hour-head">
        <h3>{weekHourText(hour)}</h3>
        <Button small look="plain" onClick={onClose} aria-label="Let go of this hour">
          ✕
        </Button>
      </div>
      {totals.calls === 0 ? (
        <p className="small">No call was made in this hour.</p>
      ) : (
        <Facts totals={totals} of={{ metric: view.metric, part, whole }} />
      )}
      {spans.map((span) => (
        <SpanLinks key={span.from} span={span} zone={zone} />
      ))}
      {spans.length === 0 && totals.calls > 0 && (
        <p className="muted small">In a time of a week or less, this leads to the hour itself.</p>
      )}
    </section>
  );
};

const Facts = ({
  totals,
  of: { metric, part, whole },
}: {
  readonly totals: UsageTotals;
  readonly of: { readonly metric: Metric; readonly part: number | null; readonly whole: number | null };
}) => (
  <dl className="hour-facts">
    <Fact name="Cost, list price">
      <Cost cost={totals.cost} calls={totals.calls} />
    </Fact>
    <Fact name="Calls">{exactCount(totals.calls)}</Fact>
    <Fact name="Tokens">{compactCount(totals.tokens.total)}</Fact>
    <Fact name={metric === 'cost' ? 'Of the whole cost' : `Of all ${metric}`}>
      {percentText(whole === null || part === null || whole === 0 ? null : part / whole)}
    </Fact>
  </dl>
);

const SpanLinks = ({ span, zone }: { readonly span: Span; readonly zone: string }) => {
  const { link } = useView();
  const part = { from: String(span.from), to: String(span.to) };
  return (
    <p className="small">
      {momentText(span.from, zone)}: <Link href={link('/sessions', part)}>its sessions</Link> ·{' '}
      <Link href={link('/', part)}>only this hour</Link>
    </p>
  );
};
