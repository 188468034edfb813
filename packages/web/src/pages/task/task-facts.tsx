import type { Dimension } from '@meterline/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { dayText, exactMoment, secondText } from '../../format/time.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { useView } from '../../state/use-view.ts';
import type { Task } from './task.ts';
import '../session/session.css';

/** What it was for, who had it done by what, and when. A value leads to the tasks that share it. */
export const TaskFacts = ({ detail: { task }, zone }: { readonly detail: Task; readonly zone: string }) => (
  <dl className="session-facts">
    <Fact name={task.apps.length === 1 ? 'App' : 'Apps'}>
      {task.apps.map((app, index) => (
        <span key={app}>
          {index > 0 && ', '}
          <Alike dimension="app" value={app} />
        </span>
      ))}
    </Fact>
    {(['feature', 'user', 'project'] as const).map((dimension) => (
      <Fact key={dimension} name={NAMES[dimension]}>
        {task[dimension] !== null && <Alike dimension={dimension} value={task[dimension]} />}
      </Fact>
    ))}
    <Fact name="Time">
      {betweenText(task.firstAt, task.endedAt, zone)} {zone}
    </Fact>
    <Fact name="Id">
      <span className="mono session-id">{task.task}</span> <CopyText text={task.task} what="the id" />
    </Fact>
  </dl>
);

const NAMES = { feature: 'Feature', user: 'User', project: 'Project' } as const;

/** `15 Nov 2026, 09:19:00 – 10:04:34`; the day stands again where it is another. */
const betweenText = (first: number, last: number, zone: string): string => {
  if (first === last) return exactMoment(first, zone);
  const isOneDay = dayText(first, zone) === dayText(last, zone);
  return `${exactMoment(first, zone)} – ${(isOneDay ? secondText : exactMoment)(last, zone)}`;
};

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** A value of the task as a way to all tasks with it. */
const Alike = ({ dimension, value }: { readonly dimension: Dimension; readonly value: string }) => {
  const { link } = useView();
  return (
    <Link href={link('/tasks', { where: [{ dimension, op: '=', value }] })} title={`Tasks of ${value}`}>
      {value}
    </Link>
  );
};
