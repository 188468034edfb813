import type { UsageTotals } from '@meterline/core';
import { useColours } from '../../data/use-colours.ts';
import { Card } from '../../parts/card.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Swatch } from '../../parts/swatch.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { shareAmong, usageColumns } from '../../parts/usage-columns.tsx';
import { quoted } from '../../state/view.ts';
import type { Task } from './task.ts';

/** The file and the command with the same rows. */
const Actions = ({ task, by }: { readonly task: string; readonly by: string }) => (
  <TableActions
    csv={{ path: '/usage.csv', query: { where: [`task=${task}`], period: 'all', by } }}
    command={`meterline costs --by ${by} --period all --where ${quoted(`task=${task}`)}`}
  />
);

type ModelRow = Task['models'][number];
const itself = (row: UsageTotals): UsageTotals => row;

export const ModelsCard = ({ detail: { task, models } }: { readonly detail: Task }) => {
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
    ...usageColumns<ModelRow>(itself, 'Hops'),
  ];
  return (
    <Card title="Models" actions={<Actions task={task.task} by="provider,model" />}>
      <DataTable
        label="Models of the task"
        columns={columns}
        rows={models}
        keyOf={({ key }) => JSON.stringify(key)}
        shareOf={shareAmong(models, itself)}
      />
    </Card>
  );
};

type AgentRow = Task['agents'][number];
const usageOfAgent = ({ usage }: AgentRow): UsageTotals => usage;

/** Subagents below the one that started them, each with what it cost itself. */
export const AgentsCard = ({ detail: { task, agents } }: { readonly detail: Task }) => {
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
          {agent ?? '(none named)'}
        </span>
      ),
    },
    ...usageColumns(usageOfAgent, 'Hops'),
  ];
  return (
    <Card title="Agents" note="each with its own hops" actions={<Actions task={task.task} by="agent" />}>
      <DataTable
        label="Agents of the task"
        columns={columns}
        rows={agents}
        keyOf={({ agent }) => JSON.stringify(agent)}
        shareOf={shareAmong(agents, usageOfAgent)}
      />
    </Card>
  );
};
