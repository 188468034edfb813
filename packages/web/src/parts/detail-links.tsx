import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { shortId } from '../format/name.ts';
import { sessionAddress, taskAddress } from '../shell/pages.ts';
import { useView } from '../state/use-view.ts';

/** Leads to the page of a session; named by the beginning of its id, unless there is a better name. */
export const SessionLink = ({
  session,
  app,
  title = session,
  children = shortId(session),
}: {
  readonly session: string;
  readonly app: string | null;
  readonly title?: string;
  readonly children?: ReactNode;
}) => {
  const { link } = useView();
  return (
    <Link href={link(sessionAddress(session), {}, app === null ? {} : { app })} title={title}>
      {children}
    </Link>
  );
};

/** Leads to the page of a task. */
export const TaskLink = ({
  task,
  title = task,
  children = shortId(task),
}: {
  readonly task: string;
  readonly title?: string;
  readonly children?: ReactNode;
}) => {
  const { link } = useView();
  return (
    <Link href={link(taskAddress(task))} title={title}>
      {children}
    </Link>
  );
};
