import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { useAnswer } from '../../data/use-answer.ts';
import { useStatus } from '../../data/use-status.ts';
import { shortId } from '../../format/name.ts';
import { Skeleton } from '../../parts/panel.tsx';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import { PageHead } from '../../shell/page-head.tsx';
import { useView } from '../../state/use-view.ts';
import { HopsCard } from './hops-card.tsx';
import { AgentsCard, ModelsCard } from './parts-cards.tsx';
import { SessionsCard } from './sessions-card.tsx';
import type { Task } from './task.ts';
import { TaskFacts } from './task-facts.tsx';
import { TaskFigures } from './task-figures.tsx';
import { useHops } from './use-hops.ts';
import { WhichTask } from './which-task.tsx';
import './task.css';

/** One task: what it came to, where its time went, and hop by hop why. */
export const TaskPage = () => {
  const { task = '' } = useParams<{ task: string }>();
  const id = decoded(task);
  const result = useAnswer('/tasks/{task}', {}, { params: { task: id } });
  const zone = useStatus().data?.zone;
  if (result.data === undefined && result.error !== null)
    return <WhichTask task={id} error={result.error} onRetry={() => void result.refetch()} />;
  if (result.data === undefined || zone === undefined || result.isPlaceholderData)
    return (
      <>
        <PageHead title="Task" note={shortId(id)} />
        <Skeleton lines={6} height={48} />
      </>
    );
  return <OneTask key={id} detail={result.data} zone={zone} />;
};

/** What cannot be decoded is looked for as it stands. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const FIRST_WINDOW: RowWindow = { first: 0, last: 30 };

const OneTask = ({ detail, zone }: { readonly detail: Task; readonly zone: string }) => {
  const { task, agents, sessions } = detail;
  const [window, setWindow] = useState(FIRST_WINDOW);
  const hops = useHops(task.task, task.calls, window);
  const { link } = useView();
  return (
    <>
      <PageHead title={task.task} note="Task" actions={<Link href={link('/tasks')}>All tasks</Link>} />
      <TaskFacts detail={detail} zone={zone} />
      <TaskFigures detail={detail} zone={zone} />
      <HopsCard task={detail} hops={hops} zone={zone} onWindow={setWindow} />
      <div className="columns-2">
        <ModelsCard detail={detail} />
        {agents.length > 1 && <AgentsCard detail={detail} />}
        {sessions.length > 0 && <SessionsCard detail={detail} />}
      </div>
    </>
  );
};
