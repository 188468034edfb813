import { plural } from '../../format/count.ts';
import { shortId } from '../../format/name.ts';
import { Card } from '../../parts/card.tsx';
import { Count } from '../../parts/count.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { SessionLink } from '../../parts/detail-links.tsx';
import { Cost } from '../../parts/money.tsx';
import { PartActions } from './part-actions.tsx';
import type { Task } from './task.ts';

type Row = Task['sessions'][number];

/** The sessions that the task ran through, with what it cost in each. */
export const SessionsCard = ({ detail }: { readonly detail: Task }) => {
  const { task, sessions, otherSessions } = detail;
  const most = Math.max(...sessions.map(({ cost }) => cost.listNanoUsd), 1);
  const columns: readonly Column<Row>[] = [
    {
      id: 'session',
      head: 'Session',
      cell: ({ key }) => {
        const [app, session] = [key['app'] ?? null, key['session'] ?? null];
        if (session === null) return <span className="muted">{app ?? 'No app'} · in no session</span>;
        return (
          <SessionLink session={session} app={app}>
            {app ?? 'No app'} · {shortId(session)}
          </SessionLink>
        );
      },
    },
    { id: 'hops', head: 'Hops', number: true, cell: ({ calls }) => <Count value={calls} /> },
    {
      id: 'tokens',
      head: 'Tokens',
      number: true,
      wide: true,
      cell: ({ tokens }) => <Count value={tokens.total} />,
    },
    { id: 'cost', head: 'Cost', number: true, cell: (row) => <Cost cost={row.cost} calls={row.calls} /> },
  ];
  return (
    <Card
      title="Sessions"
      note="what the task cost in each"
      actions={<PartActions task={task.task} by="app,session" />}
      {...(otherSessions > 0 && { footer: `and ${plural(otherSessions, 'other')}` })}
    >
      <DataTable
        label="Sessions of the task"
        columns={columns}
        rows={sessions}
        keyOf={({ key }) => JSON.stringify(key)}
        shareOf={({ cost }) => cost.listNanoUsd / most}
      />
    </Card>
  );
};
