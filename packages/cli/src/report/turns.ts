import type { UsageQuery, UsageTotals } from '@meterline/core';
import type { Ledger, StoredCall } from '@meterline/store';
import { costCell, costText, knowledgeOf } from '../render/money.ts';
import { compact } from '../render/number.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { showDay, showSecond } from '../render/when.ts';
import { subtractTotals } from './add-usage.ts';
import { totalsOfCall } from './call-totals.ts';
import { iso } from './envelope.ts';
import type { TurnRow } from './kinds/usage.ts';
import { figuresOf, usdOf } from './usage-figures.ts';

/** A call in its place: what it used, and what all calls up to it used. */
export interface Turn {
  readonly call: StoredCall;
  readonly usage: UsageTotals;
  readonly soFar: UsageTotals;
}

export interface Turns {
  /** The last calls, oldest first. */
  readonly turns: readonly Turn[];
  readonly totals: UsageTotals;
  /** Earlier calls, which are in the sums only. */
  readonly omitted: number;
  /** Of these, calls that are no longer kept singly. */
  readonly totalsOnly: number;
}

export type TurnScope = Pick<UsageQuery, 'from' | 'to' | 'where' | 'zone'>;

/** The last `limit` calls. What was used before them is known from the totals, so no earlier call is read. */
export const lastTurns = async (ledger: Ledger, scope: TurnScope, limit: number): Promise<Turns> => {
  const { totals } = await ledger.usage({ ...scope, by: [] });
  const turns: Turn[] = [];
  let soFar = totals;
  for await (const call of ledger.events({ ...scope, order: 'newest', limit })) {
    const usage = totalsOfCall(call);
    turns.push({ call, usage, soFar });
    soFar = subtractTotals(soFar, usage);
  }
  const omitted = totals.calls - turns.length;
  return { turns: turns.reverse(), totals, omitted, totalsOnly: turns.length < limit ? omitted : 0 };
};

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
