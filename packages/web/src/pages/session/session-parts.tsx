import type { UsageTotals } from '@meterline/core';
import { Link } from 'wouter';
import { useColours } from '../../data/use-colours.ts';
import { shortId, valueName } from '../../format/name.ts';
import { momentText } from '../../format/time.ts';
import { Card } from '../../parts/card.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Swatch } from '../../parts/swatch.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { shareAmong, usageColumns } from '../../parts/usage-columns.tsx';
import { sessionAddress } from '../../shell/pages.ts';
import { useView } from '../../state/use-view.ts';
import { quoted } from '../../state/view.ts';
import type { Session } from './turn.ts';

type OneSession = Session['session'];

/** All parts of the session stand in one file, and in one answer of the command. */
const PartActions = ({ session: { session, app } }: { readonly session: OneSession }) => (
  <TableActions
    csv={{ path: '/session.csv', query: { session, app: app ?? '' } }}
    command={`meterline session ${quoted(session)}`}
  />
);

type ModelRow = Session['models'][number];
const itself = (row: UsageTotals): UsageTotals => row;

export const ModelsCard = ({
  session,
  models,
}: {
  readonly session: OneSession;
  readonly models: readonly ModelRow[];
}) => {
  const colourOf = useColours('model');
  const columns: readonly Column<ModelRow>[] = [
    {
      id: 'model',
      head: 'Model',
      cell: ({ key }) => (
        <span className="session-model">
          <Swatch colour={colourOf(key['model'] ?? null)} /> {key['model'] ?? '(none)'}{' '}
          <span className="muted session-provider">{key['provider']}</span>
        </span>
      ),
    },
    ...usageColumns<ModelRow>(itself, 'Calls'),
  ];
  return (
    <Card title="Models" actions={<PartActions session={session} />}>
      <DataTable
        label="Models of the session"
        columns={columns}
        rows={models}
        keyOf={({ key }) => JSON.stringify(key)}
        shareOf={shareAmong(models, itself)}
      />
    </Card>
  );
};

type AgentRow = Session['agents'][number];
const usageOfAgent = ({ usage }: AgentRow): UsageTotals => usage;

/** Subagents below the one that started them, each with what it cost itself. */
export const AgentsCard = ({
  session,
  agents,
}: {
  readonly session: OneSession;
  readonly agents: readonly AgentRow[];
}) => {
  const columns: readonly Column<AgentRow>[] = [
    {
      id: 'agent',
      head: 'Agent',
      cell: ({ agent, parent, depth }) => (
        <span
          style={{ paddingLeft: `${depth * 1.25}rem` }}
          title={parent === null ? undefined : `Started by ${parent}`}
        >
          {depth > 0 && <span className="muted">↳ </span>}
          {agent ?? 'main agent'}
        </span>
      ),
    },
    ...usageColumns(usageOfAgent, 'Calls'),
  ];
  return (
    <Card title="Agents" note="each with its own calls" actions={<PartActions session={session} />}>
      <DataTable
        label="Agents of the session"
        columns={columns}
        rows={agents}
        keyOf={({ agent }) => JSON.stringify(agent)}
        shareOf={shareAmong(agents, usageOfAgent)}
      />
    </Card>
  );
};

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
  const { link } = useView();
  const columns: readonly Column<Child>[] = [
    {
      id: 'session',
      head: 'Session',
      cell: ({ session, app, project }) => (
        <Link href={link(sessionAddress(session), {}, app === null ? {} : { app })} title={session}>
          {project === null ? shortId(session) : `${valueName('project', project)} · ${shortId(session)}`}
        </Link>
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
