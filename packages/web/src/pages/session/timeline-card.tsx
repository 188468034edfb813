import { useMemo } from 'react';
import { exactCount } from '../../format/count.ts';
import { Card } from '../../parts/card.tsx';
import { Legend } from '../../parts/legend.tsx';
import { Skeleton } from '../../parts/panel.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import type { TimelineBy, TimelineCall } from './timeline.ts';
import { TimelineChart } from './timeline-chart.tsx';
import { STACK, stackOf, type Turn } from './turn.ts';

const WAYS = [
  { value: 'call', text: 'By call', title: 'Every call has the same width' },
  { value: 'time', text: 'By time', title: 'Calls stand where they were made' },
] as const;

const LEGEND = [
  ...STACK.map(({ kind, name, colour }) => ({ key: kind as string, name, colour: colour as string })),
  { key: 'cost', name: 'Cost so far (right axis)', colour: 'var(--text)' },
  { key: 'lapse', name: 'Cache expired (▼)', colour: 'var(--warn)' },
];

/** Call by call: what each sent and got, what had been spent by then, and where the cache was lost. */
export const TimelineCard = ({
  turns,
  count,
  zone,
  onChoose,
}: {
  readonly turns: readonly Turn[];
  readonly count: number;
  readonly zone: string;
  readonly onChoose: (turn: number) => void;
}) => {
  const [axis, setAxis] = useOwnParam('axis');
  const by: TimelineBy = axis === 'time' ? 'time' : 'call';
  const calls = useMemo(() => turns.map(timelineCall), [turns]);
  return (
    <Card
      title="Call by call"
      note={
        turns.length > 0 && turns.length < count
          ? `tokens a call · the first ${exactCount(turns.length)} of ${exactCount(count)} calls`
          : 'tokens a call'
      }
      actions={
        <Segmented
          label="Axis"
          options={WAYS}
          value={by}
          onChange={(value) => setAxis(value === 'call' ? null : value, { replace: true })}
        />
      }
      footer={<Legend entries={LEGEND} />}
    >
      {turns.length === 0 ? (
        <Skeleton lines={1} height={228} />
      ) : (
        <TimelineChart turns={turns} calls={calls} by={by} zone={zone} onChoose={onChoose} />
      )}
    </Card>
  );
};

const timelineCall = (turn: Turn): TimelineCall => ({
  startedAt: turn.call.startedAt,
  endedAt: turn.call.startedAt + (turn.call.latencyMs ?? 0),
  tokens: stackOf(turn),
  soFar: turn.soFarNanoUsd,
  agent: turn.call.agent,
  isLapsed: turn.lapse !== null,
});
