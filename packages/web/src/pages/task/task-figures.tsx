import { compactCount, exactCount, percentText, plural } from '../../format/count.ts';
import { spanText } from '../../format/time.ts';
import { CostFigures, Figure, Figures } from '../../parts/figures.tsx';
import type { Task } from './task.ts';
import './task.css';

/** What the task came to, and where its time went. */
export const TaskFigures = ({ detail, zone }: { readonly detail: Task; readonly zone: string }) => {
  const { task, timing } = detail;
  const { tokens, calls, errorCalls } = task;
  return (
    <Figures>
      <CostFigures usage={task} what="this task" zone={zone} />
      <Figure name="Hops" note={hopsNote(task)}>
        {exactCount(calls)}
        {errorCalls > 0 && <span className="task-failed"> {exactCount(errorCalls)} failed</span>}
      </Figure>
      <Figure name="Tokens" note={`${compactCount(tokens.cacheRead)} read from a cache`}>
        <span title={exactCount(tokens.total)}>{compactCount(tokens.total)}</span>
      </Figure>
      <Figure name="Took" note="first start to last end">
        {spanText(timing.wallMs)}
      </Figure>
      <TimeInCalls timing={timing} calls={calls} />
      <Waiting timing={timing} />
    </Figures>
  );
};

const hopsNote = ({ sessions, agents }: Task['task']): string =>
  [
    ...(agents.length > 0 ? [plural(agents.length, 'agent')] : []),
    ...(sessions > 0 ? [plural(sessions, 'session')] : []),
  ].join(', ') || 'in no session';

interface Timed {
  readonly timing: Task['timing'];
}

const TimeInCalls = ({ timing, calls }: Timed & { readonly calls: number }) => {
  const { inCallsMs, parallelMs, mostAtOnce, untimedHops } = timing;
  if (untimedHops >= calls)
    return (
      <Figure name="In calls" note="no hop says how long it took">
        –
      </Figure>
    );
  const note =
    parallelMs === 0
      ? 'one after the other'
      : `${spanText(parallelMs)} of it side by side, at most ${mostAtOnce} at once`;
  return (
    <Figure name="In calls" note={note}>
      {untimedHops > 0 && '≥ '}
      {spanText(inCallsMs)}
    </Figure>
  );
};

const Waiting = ({ timing: { waitingMs, wallMs, untimedHops } }: Timed) =>
  waitingMs === null ? (
    <Figure name="Waiting" note={`${plural(untimedHops, 'hop')} of unknown length`}>
      –
    </Figure>
  ) : (
    <Figure
      name="Waiting"
      note={wallMs === 0 ? 'no time passed' : `${percentText(waitingMs / wallMs)}: no hop was on its way`}
    >
      {spanText(waitingMs)}
    </Figure>
  );
