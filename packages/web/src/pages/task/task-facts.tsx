import { dimensionName } from '../../format/name.ts';
import { Alike, Fact, Facts } from '../../parts/facts.tsx';
import type { Task } from './task.ts';

/** What it was for, who had it done by what, and when. A value leads to the tasks that share it. */
export const TaskFacts = ({ detail: { task }, zone }: { readonly detail: Task; readonly zone: string }) => (
  <Facts from={task.firstAt} to={task.endedAt} zone={zone} id={task.task}>
    <Fact name={task.apps.length === 1 ? 'App' : 'Apps'}>
      {task.apps.map((app, index) => (
        <span key={app}>
          {index > 0 && ', '}
          <Alike among="tasks" dimension="app" value={app} />
        </span>
      ))}
    </Fact>
    {(['feature', 'user', 'project'] as const).map((dimension) => (
      <Fact key={dimension} name={dimensionName(dimension)}>
        <Alike among="tasks" dimension={dimension} value={task[dimension]} />
      </Fact>
    ))}
  </Facts>
);
