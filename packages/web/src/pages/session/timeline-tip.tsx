import { useMoney } from '../../data/use-money.ts';
import { compactCount, exactCount } from '../../format/count.ts';
import { exactMoment, secondText } from '../../format/time.ts';
import { Swatch } from '../../parts/swatch.tsx';
import '../../parts/tip.css';
import { LapseText } from './lapse-text.tsx';
import type { TimelineBar } from './timeline.ts';
import type { TimelineFrame } from './timeline-paths.ts';
import { STACK, type Turn } from './turn.ts';

const WIDTH = 260;

/** The figures of the bar under the cursor. */
export const TimelineTip = ({
  bar,
  turns,
  zone,
  frame,
  width,
}: {
  readonly bar: TimelineBar;
  readonly turns: readonly Turn[];
  readonly zone: string;
  readonly frame: TimelineFrame;
  readonly width: number;
}) => {
  const money = useMoney();
  const first = turns[bar.first];
  if (first === undefined) return null;
  const centre = frame.left + ((bar.left + bar.right) / 2) * frame.width;
  const isRight = centre > width / 2;
  const place = isRight ? Math.max(0, centre - WIDTH - 12) : Math.min(width - WIDTH, centre + 12);
  const lapsed = turns.slice(bar.first, bar.last + 1).find(({ lapse }) => lapse !== null);
  return (
    <div
      className="tip timeline-tip"
      style={{ left: place, width: Math.min(WIDTH, width) }}
      aria-hidden="true"
    >
      <p className="timeline-tip-title">{barTitle(bar, turns, zone)}</p>
      {bar.first === bar.last && (
        <p className="muted">
          {first.call.model}
          {first.call.agent === null ? '' : ` · ${first.call.agent}`}
          {first.call.status === 'ok' ? '' : ` · ${first.call.status}`}
        </p>
      )}
      <dl>
        {STACK.map(({ kind, name, colour }, index) => (
          <div key={kind}>
            <dt>
              <Swatch colour={colour} /> {name}
            </dt>
            <dd>{exactCount(Math.round(bar.tokens[index] ?? 0))}</dd>
          </div>
        ))}
        <div>
          <dt>Cost</dt>
          <dd>{costText(bar, turns, money)}</dd>
        </div>
        <div>
          <dt>So far</dt>
          <dd>
            {turns[bar.last]?.soFarUnpriced === true ? '≥ ' : ''}
            {money(bar.soFar)}
          </dd>
        </div>
      </dl>
      {lapsed !== undefined && <LapseText turn={lapsed} />}
    </div>
  );
};

const barTitle = ({ first, last }: TimelineBar, turns: readonly Turn[], zone: string): string => {
  const at = turns[first]?.call.startedAt ?? 0;
  return first === last
    ? `Call ${exactCount(first + 1)} · ${exactMoment(at, zone)}`
    : `Calls ${exactCount(first + 1)}–${exactCount(last + 1)} · from ${secondText(at, zone)} · mean of each`;
};

/** What the calls of a bar cost together; what has no price is never $0. */
const costText = (
  { first, last, soFar }: TimelineBar,
  turns: readonly Turn[],
  money: (nanoUsd: number) => string,
): string => {
  const bars = turns.slice(first, last + 1);
  const unpriced = bars.filter(({ call }) => call.cost.status === 'unpriced').length;
  if (unpriced === bars.length) return 'not priced';
  return `${unpriced > 0 ? '≥ ' : ''}${money(soFar - soFarBefore(first, turns))}`;
};

const soFarBefore = (first: number, turns: readonly Turn[]): number => {
  const before = turns[first - 1];
  if (before !== undefined) return before.soFarNanoUsd;
  const turn = turns[first];
  return turn === undefined ? 0 : turn.soFarNanoUsd - (turn.call.cost.listNanoUsd ?? 0);
};

/** The same in a sentence, for those who listen. */
export const barSays = (bar: TimelineBar, turns: readonly Turn[], zone: string): string =>
  `${barTitle(bar, turns, zone)}. ${STACK.map(
    ({ name }, index) => `${name} ${compactCount(Math.round(bar.tokens[index] ?? 0))}`,
  ).join(', ')}`;
