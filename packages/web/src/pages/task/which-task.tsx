import type { ApiError } from '@meterline/api/client';
import { useAnswer } from '../../data/use-answer.ts';
import { TaskLink } from '../../parts/detail-links.tsx';
import { Cost } from '../../parts/money.tsx';
import { Choice } from '../../parts/one-page.tsx';

const MAX_OFFERED = 20;

/** The id is only the beginning of several. */
export const WhichTask = ({ id, error }: { readonly id: string; readonly error: ApiError }) => {
  const { data } = useAnswer('/tasks', { search: id, period: 'all', limit: MAX_OFFERED });
  return (
    <Choice
      rows={data?.rows.filter(({ task }) => task.startsWith(id))}
      error={error}
      about="More than one task has an id that begins so."
    >
      {({ task, cost, calls }) => (
        <>
          <TaskLink task={task}>{task}</TaskLink> <Cost cost={cost} calls={calls} />
        </>
      )}
    </Choice>
  );
};
