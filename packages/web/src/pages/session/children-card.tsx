import { shortId, valueName } from '../../format/name.ts';
import { momentText } from '../../format/time.ts';
import { Card } from '../../parts/card.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { SessionLink } from '../../parts/detail-links.tsx';
import { itself, shareAmong, usageColumns } from '../../parts/parts-cards.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { quoted } from '../../state/view.ts';
import type { Session } from './turn.ts';

type OneSession = Session['session'];

/** All parts of the session stand in one file, and in one answer of the command. */
export const PartActions = ({ session: { session, app } }: { readonly session: OneSession }) => (
  <TableActions
    csv={{ path: '/session.csv', query: { session, app: app ?? '' } }}
    command={`meterline session ${quoted(session)}`}
  />
);

type Child = Session['children'][number];

/** Sessions that this one started; their cost is not in its own. */
export const ChildrenCard = ({
  session,
  items,
  zone,
}: {
  readonly session: OneSession;
  readonly items: readonly Child[];
  readonly zone: string;
}) => {
  const columns: readonly Column<Child>[] = [
    {
      id: 'session',
      head: 'Session',
      cell: ({ session, app, project }) => (
        <SessionLink session={session} app={app}>
          {project === null ? shortId(session) : `${valueName('project', project)} · ${shortId(session)}`}
        </SessionLink>
      ),
    },
    { id: 'first', head: 'Started', wide: true, cell: ({ firstAt }) => momentText(firstAt, zone) },
    ...usageColumns<Child>(itself, 'Calls'),
  ];
  return (
    <Card
      title="Sessions it started"
      note="not in the figures above"
      actions={<PartActions session={session} />}
    >
      <DataTable
        label="Sessions that this one started"
        columns={columns}
        rows={items}
        keyOf={({ app, session }) => JSON.stringify([app, session])}
        shareOf={shareAmong(items, itself)}
      />
    </Card>
  );
};
