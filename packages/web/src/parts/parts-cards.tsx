import { cacheHitRate, type UsageTotals } from '@meterline/core';
import type { ReactNode } from 'react';
import { useColours } from '../data/use-colours.ts';
import { percentText } from '../format/count.ts';
import { Card } from './card.tsx';
import { Count } from './count.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Cost } from './money.tsx';
import { Swatch } from './swatch.tsx';
import './parts-cards.css';

type Calls = 'Calls' | 'Hops';

export interface PartsProps<Row> {
  /** What they are the parts of. */
  readonly of: 'session' | 'task';
  readonly calls: Calls;
  readonly rows: readonly Row[];
  readonly actions: ReactNode;
}

type ModelRow = UsageTotals & { readonly key: Readonly<Record<string, string | null>> };

/** What a whole used of each model. */
export const ModelsCard = ({ of, calls, rows, actions }: PartsProps<ModelRow>) => {
  const colourOf = useColours('model');
  const columns: readonly Column<ModelRow>[] = [
    {
      id: 'model',
      head: 'Model',
      cell: ({ key }) => (
        <span className="parts-model">
          <Swatch colour={colourOf(key['model'] ?? null)} /> {key['model'] ?? '(none)'}{' '}
          <span className="muted parts-provider">{key['provider']}</span>
        </span>
      ),
    },
    ...usageColumns<ModelRow>(itself, calls),
  ];
  return (
    <Card title="Models" actions={actions}>
      <DataTable
        label={`Models of the ${of}`}
        columns={columns}
        rows={rows}
        keyOf={({ key }) => JSON.stringify(key)}
        shareOf={shareAmong(rows, itself)}
      />
    </Card>
  );
};

interface AgentRow {
  readonly agent: string | null;
  readonly parent: string | null;
  /** How many agents stand above it. */
  readonly depth: number;
  readonly usage: UsageTotals;
}
const usageOfAgent = ({ usage }: AgentRow): UsageTotals => usage;

/** Subagents below the one that started them, each with what it used itself. `nameless`: who made the calls that name none. */
export const AgentsCard = ({
  of,
  calls,
  rows,
  actions,
  nameless,
}: PartsProps<AgentRow> & { readonly nameless: string }) => {
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
          {agent ?? nameless}
        </span>
      ),
    },
    ...usageColumns(usageOfAgent, calls),
  ];
  return (
    <Card title="Agents" note={`each with its own ${calls.toLowerCase()}`} actions={actions}>
      <DataTable
        label={`Agents of the ${of}`}
        columns={columns}
        rows={rows}
        keyOf={({ agent }) => JSON.stringify(agent)}
        shareOf={shareAmong(rows, usageOfAgent)}
      />
    </Card>
  );
};

/**
 * Columns of what each row used, for tables of the parts of a whole.
 *
 * @param calls What calls are named there.
 */
export const usageColumns = <Row,>(
  usageOf: (row: Row) => UsageTotals,
  calls: Calls,
): readonly Column<Row>[] => [
  { id: 'calls', head: calls, number: true, cell: (row) => <Count value={usageOf(row).calls} /> },
  { id: 'tokens', head: 'Tokens', number: true, cell: (row) => <Count value={usageOf(row).tokens.total} /> },
  {
    id: 'cache',
    head: 'From cache',
    number: true,
    wide: true,
    cell: (row) => percentText(cacheHitRate(usageOf(row).tokens)),
  },
  {
    id: 'cost',
    head: 'Cost',
    number: true,
    cell: (row) => <Cost cost={usageOf(row).cost} calls={usageOf(row).calls} />,
  },
];

/** For rows that are what they used. */
export const itself = (row: UsageTotals): UsageTotals => row;

/** The cost of each row beside that of the dearest, 0 to 1. */
export const shareAmong = <Row,>(rows: readonly Row[], usageOf: (row: Row) => UsageTotals) => {
  const most = Math.max(...rows.map((row) => usageOf(row).cost.listNanoUsd), 1);
  return (row: Row): number => usageOf(row).cost.listNanoUsd / most;
};
