import type { ApiError } from '@meterline/api/client';
import { Link } from 'wouter';
import { useAnswer } from '../../data/use-answer.ts';
import { Cost } from '../../parts/money.tsx';
import { Empty, Problem, Skeleton } from '../../parts/panel.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { taskAddress } from '../../shell/pages.ts';
import { useView } from '../../state/use-view.ts';

const MAX_OFFERED = 20;

/** An id that is of no task, or the beginning of several: what there is instead. */
export const WhichTask = ({
  task,
  error,
  onRetry,
}: {
  readonly task: string;
  readonly error: ApiError;
  readonly onRetry: () => void;
}) => {
  const { link } = useView();
  const { status } = error.problem;
  if (status === 400) return <Choice task={task} error={error} />;
  if (status !== 404)
    return (
      <>
        <PageHead title="Task" />
        <Problem error={error} onRetry={onRetry} />
      </>
    );
  return (
    <>
      <PageHead title="No such task" />
      <Empty title="The ledger has no task of this id.">
        <p className="mono session-id">{task}</p>
        <p>No call that was recorded names it.</p>
        <p>
          <Link href={link('/tasks')}>All tasks</Link>
        </p>
      </Empty>
    </>
  );
};

const Choice = ({ task, error }: { readonly task: string; readonly error: ApiError }) => {
  const { link } = useView();
  const { data } = useAnswer('/tasks', { search: task, period: 'all', limit: MAX_OFFERED });
  const found = (data?.rows ?? []).filter((row) => row.task.startsWith(task));
  return (
    <>
      <PageHead title="Task" />
      {data === undefined ? (
        <Skeleton />
      ) : found.length === 0 ? (
        <Problem error={error} />
      ) : (
        <Empty title="Which one?">
          <p>More than one task has an id that begins so.</p>
          <ul className="session-choice">
            {found.map((row) => (
              <li key={row.task}>
                <Link href={link(taskAddress(row.task))}>{row.task}</Link>{' '}
                <Cost cost={row.cost} calls={row.calls} />
              </li>
            ))}
          </ul>
        </Empty>
      )}
    </>
  );
};
