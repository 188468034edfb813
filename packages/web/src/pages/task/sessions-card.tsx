import { Link } from 'wouter';
import { plural } from '../../format/count.ts';
import { shortId } from '../../format/name.ts';
import { Card } from '../../parts/card.tsx';
import { Count } from '../../parts/count.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Cost } from '../../parts/money.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { sessionAddress } from '../../shell/pages.ts';
import { useView } from '../../state/use-view.ts';
import { quoted } from '../../state/view.ts';
import type { Task } from './task.ts';

type Row = Task['sessions'][number];

/** The sessions that the task ran through, with what it cost in each. */
export const SessionsCard = ({ detail }: { readonly detail: Task }) => {
  const { task, sessions, otherSessions } = detail;
  const { link } = useView();
  const most = Math.max(...sessions.map(({ cost }) => cost.listNanoUsd), 1);
  const columns: readonly Column<Row>[] = [
    {
      id: 'session',
      head: 'Session',
      cell: ({ key }) => {
        const [app, session] = [key['app'] ?? null, key['session'] ?? null];
        if (session === null) return <span className="muted">{app ?? 'No app'} · in no session</span>;
        return (
          <Link href={link(sessionAddress(session), {}, app === null ? {} : { app })} title={session}>
            {app ?? 'No app'} · {shortId(session)}
          </Link>
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
      actions={
        <TableActions
          csv={{
            path: '/usage.csv',
            query: { where: [`task=${task.task}`], period: 'all', by: 'app,session' },
          }}
          command={`meterline costs --by app,session --period all --where ${quoted(`task=${task.task}`)}`}
        />
      }
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
