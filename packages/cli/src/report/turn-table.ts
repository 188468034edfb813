import { knowledgeOf } from '@meterline/core';
import type { Turn, Turns } from '@meterline/server';
import { costCell, costText } from '../render/money.ts';
import { compact } from '../render/number.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { showDay, showSecond } from '../render/when.ts';
import { iso } from './envelope.ts';
import type { TurnRow } from './kinds/usage.ts';
import { figuresOf, usdOf } from './usage-figures.ts';

export const turnRowOf = ({ call, usage, soFar }: Turn): TurnRow => {
  const { tokens, cost } = figuresOf(usage);
  return {
    key: { call: call.id, app: call.app ?? null, session: call.session ?? null },
    start: iso(call.startedAt),
    model: call.modelCanonical,
    agent: call.agent ?? null,
    status: call.status,
    tokens,
    cost,
    soFar: { calls: soFar.calls, tokens: soFar.tokens.total, listUsd: usdOf(soFar.cost.listNanoUsd) },
  };
};

const CALL_ID = 8;

const turnColumns = (
  turns: readonly Turn[],
  zone: string,
  { paint }: Screen,
  withDay: boolean,
): Column<Turn>[] => {
  const agents = turns.some(({ call }) => call.agent !== undefined);
  return [
    { head: 'Day', wide: !withDay, cell: ({ call }) => showDay(call.startedAt, zone) },
    { head: 'Time', cell: ({ call }) => showSecond(call.startedAt, zone) },
    { head: 'Call', drop: 2, cell: ({ call }) => ({ text: call.id.slice(0, CALL_ID), paint: paint.faint }) },
    { head: 'Model', min: 12, cell: ({ call }) => call.modelCanonical },
    ...(agents
      ? [{ head: 'Agent', min: 8, wide: true, drop: 4, cell: ({ call }: Turn) => call.agent ?? '–' }]
      : []),
    { head: 'Input', align: 'right', cell: ({ usage }) => compact(usage.tokens.input) },
    { head: 'Output', align: 'right', cell: ({ usage }) => compact(usage.tokens.output) },
    { head: 'Cached', align: 'right', drop: 3, cell: ({ usage }) => compact(usage.tokens.cacheRead) },
    { head: 'Written', align: 'right', wide: true, cell: ({ usage }) => compact(usage.tokens.cacheWrite) },
    { head: 'Cost', align: 'right', cell: ({ usage }) => costCell(usage, paint) },
    {
      head: 'So far',
      align: 'right',
      drop: 1,
      cell: ({ soFar }) => ({
        text: knowledgeOf(soFar) === 'unpriced' ? '—' : costText(soFar),
        paint: paint.faint,
      }),
    },
  ];
};

/** `withDay`: the time alone does not tell, also on a narrow screen. */
export const turnTable = (
  { turns }: Turns,
  zone: string,
  screen: Screen,
  withDay = hasSeveralDays(turns, zone),
): string[] => renderTable(turnColumns(turns, zone, screen, withDay), turns, screen);

const hasSeveralDays = (turns: readonly Turn[], zone: string): boolean =>
  new Set(turns.map(({ call }) => showDay(call.startedAt, zone))).size > 1;
