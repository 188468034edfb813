import { filterText } from '@meterline/core';
import { type PointerEvent, useState } from 'react';
import { exactCount } from '../../format/count.ts';
import { dayText, secondText } from '../../format/time.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Problem, Skeleton } from '../../parts/panel.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { FilterChips } from '../../shell/filter-chips.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { useView } from '../../state/use-view.ts';
import { quoted } from '../../state/view.ts';
import { LiveBars, METRIC_NAMES } from './live-bars.tsx';
import { LiveCalls } from './live-calls.tsx';
import type { LiveScene } from './live-scene.ts';
import { LiveTotals } from './live-totals.tsx';
import { useHeld } from './use-held.ts';
import { useLiveScene } from './use-live-scene.ts';
import { useNewCalls } from './use-new-calls.ts';
import './live.css';

const METRICS = [
  { value: 'cost', text: 'Cost', title: 'At API list price' },
  { value: 'tokens', text: 'Tokens' },
  { value: 'calls', text: 'Calls' },
] as const;

/** Calls as they happen. Nothing moves under the pointer, or while it is paused. */
export const LivePage = () => {
  const { result, scene, now } = useLiveScene();
  const { view, change } = useView();
  const [isPaused, setPaused] = useState(false);
  const [isHovered, setHovered] = useState(false);
  const shown = useHeld(scene, (isPaused || isHovered) && scene !== undefined);
  const zone = result.data?.zone ?? 'UTC';
  return (
    <>
      <PageHead
        title="Live"
        note={result.data === undefined ? undefined : `${secondText(now, zone)} ${zone}`}
        actions={
          <>
            <FilterChips />
            <Segmented
              label="Measure of the page"
              options={METRICS}
              value={view.metric}
              onChange={(metric) => change({ metric })}
            />
            <Button aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
              {isPaused ? '▶ Go on' : '❚❚ Pause'}
            </Button>
          </>
        }
      />
      {result.data === undefined && result.error !== null && (
        <Problem error={result.error} onRetry={() => void result.refetch()} />
      )}
      {shown === undefined ? (
        result.error === null && <Skeleton lines={4} height={64} />
      ) : (
        <Scene
          scene={shown}
          waiting={scene === undefined ? 0 : newerThan(scene, shown)}
          isPaused={isPaused}
          now={now}
          zone={zone}
          stale={result.isPlaceholderData}
          onHover={setHovered}
        />
      )}
    </>
  );
};

/** Calls that came since what is shown. */
const newerThan = (scene: LiveScene, shown: LiveScene): number => {
  if (scene === shown) return 0;
  const known = new Set(shown.calls.map(({ id }) => id));
  return scene.calls.filter(({ id }) => !known.has(id)).length;
};

const Scene = ({
  scene,
  waiting,
  isPaused,
  now,
  zone,
  stale,
  onHover,
}: {
  readonly scene: LiveScene;
  readonly waiting: number;
  readonly isPaused: boolean;
  readonly now: number;
  readonly zone: string;
  readonly stale: boolean;
  readonly onHover: (isHovered: boolean) => void;
}) => {
  const { view } = useView();
  const marked = useNewCalls(scene.calls, now);
  // A finger that touches stays "over" what it has touched: only a mouse holds things still.
  const hover = (isOver: boolean) => (event: PointerEvent) => {
    if (event.pointerType === 'mouse') onHover(isOver);
  };
  return (
    <div className="stack" onPointerEnter={hover(true)} onPointerLeave={hover(false)}>
      <LiveTotals scene={scene} metric={view.metric} zone={zone} />
      <Card title={METRIC_NAMES[view.metric]} note="minute by minute, the last hour" stale={stale}>
        <LiveBars minutes={scene.minutes} metric={view.metric} zone={zone} />
      </Card>
      <Card
        title="Newest calls"
        note={<Waiting count={waiting} isPaused={isPaused} />}
        stale={stale}
        actions={<CallsActions />}
      >
        <div className="live-calls">
          <LiveCalls calls={scene.calls} marked={marked} zone={zone} today={dayText(now, zone)} />
        </div>
      </Card>
    </div>
  );
};

/** The calls of a day as a file, and the command that shows them as they come. */
const CallsActions = () => {
  const { view, question } = useView();
  const where = view.where.map((filter) => ` --where ${quoted(filterText(filter))}`).join('');
  return (
    <TableActions
      csv={{ path: '/calls.csv', query: { period: '24h', ...(question.where && { where: question.where }) } }}
      command={`meterline tail${where}`}
    />
  );
};

const Waiting = ({ count, isPaused }: { readonly count: number; readonly isPaused: boolean }) => {
  if (count === 0) return isPaused ? 'paused' : 'the newest first';
  return (
    <span className="live-waiting" role="status">
      {exactCount(count)} more since; {isPaused ? 'paused' : 'held while you point at it'}
    </span>
  );
};
