import { useState } from 'react';
import { useAnswer } from '../../data/use-answer.ts';
import { AllLink, OnePage } from '../../parts/one-page.tsx';
import { AgentsCard, ModelsCard } from '../../parts/parts-cards.tsx';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import { PageHead } from '../../shell/page-head.tsx';
import { usePathId } from '../../state/use-path-id.ts';
import { HopsCard } from './hops-card.tsx';
import { PartActions } from './part-actions.tsx';
import { SessionsCard } from './sessions-card.tsx';
import type { Task } from './task.ts';
import { TaskFacts } from './task-facts.tsx';
import { TaskFigures } from './task-figures.tsx';
import { useHops } from './use-hops.ts';
import { WhichTask } from './which-task.tsx';

/** One task: what it came to, where its time went, and hop by hop why. */
export const TaskPage = () => {
  const id = usePathId('task');
  const result = useAnswer('/tasks/{task}', {}, { params: { task: id } });
  return (
    <OnePage
      one="task"
      id={id}
      result={result}
      absent="No call that was recorded names it."
      which={(error) => <WhichTask id={id} error={error} />}
    >
      {(detail, zone) => <OneTask key={id} detail={detail} zone={zone} />}
    </OnePage>
  );
};

const FIRST_WINDOW: RowWindow = { first: 0, last: 30 };

const OneTask = ({ detail, zone }: { readonly detail: Task; readonly zone: string }) => {
  const { task, models, agents, sessions } = detail;
  const [window, setWindow] = useState(FIRST_WINDOW);
  const hops = useHops(task.task, task.calls, window);
  return (
    <>
      <PageHead title={task.task} note="Task" actions={<AllLink of="task" />} />
      <TaskFacts detail={detail} zone={zone} />
      <TaskFigures detail={detail} zone={zone} />
      <HopsCard task={detail} hops={hops} zone={zone} onWindow={setWindow} />
      <div className="columns-2">
        <ModelsCard
          of="task"
          calls="Hops"
          rows={models}
          actions={<PartActions task={task.task} by="provider,model" />}
        />
        {agents.length > 1 && (
          <AgentsCard
            of="task"
            calls="Hops"
            rows={agents}
            actions={<PartActions task={task.task} by="agent" />}
            nameless="(none named)"
          />
        )}
        {sessions.length > 0 && <SessionsCard detail={detail} />}
      </div>
    </>
  );
};
