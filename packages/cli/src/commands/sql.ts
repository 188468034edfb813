import type { Meterline } from '@meterline/server';
import type { SqlTable } from '@meterline/store';
import { forProgram } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import type { Screen } from '../render/screen.ts';
import { pad, wrap } from '../render/text.ts';
import { emit } from '../report/emit.ts';
import { sqlReport } from '../report/sql-report.ts';

const DEFAULT_ROWS = 200;
const PROGRAM_ROWS = 100_000;

/** The stable views, as docs/guides/sql.md describes them. */
const VIEWS: Readonly<Record<string, string>> = {
  calls: 'one row a call',
  call_tags: 'the tags of calls',
  call_quotas: "what answers said is left of the provider's limits",
  sessions: 'one row a session, with its totals',
  daily_usage: 'totals by day and every dimension',
  issues: 'what was skipped while reading logs',
};

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { operands, flags, now } = invocation;
    const statement = operands[0];
    if (statement === undefined) {
      const views = await viewTable(meterline);
      const report = sqlReport({ table: views, zone: meterline.zone, now });
      await emit(invocation, { ...report, lines: (screen) => viewLines(views, screen) });
      return 0;
    }
    const limit = flags.count('limit', 1) ?? (forProgram(invocation) ? PROGRAM_ROWS : DEFAULT_ROWS);
    const table = await meterline.ledger.sql(statement, limit);
    await emit(invocation, sqlReport({ table, zone: meterline.zone, now }));
    return 0;
  });

/** The views with their columns, themselves a table. */
const viewTable = async ({ ledger }: Meterline): Promise<SqlTable> => {
  const rows: (readonly string[])[] = [];
  for (const [view, about] of Object.entries(VIEWS)) {
    const { columns } = await ledger.sql(`select * from ${view}`, 1);
    rows.push([view, about, columns.join(', ')]);
  }
  return { columns: ['view', 'about', 'columns'], rows, truncated: false };
};

const viewLines = ({ rows }: SqlTable, { paint, width }: Screen): readonly string[] => [
  paint.title('Views of `meterline sql`'),
  '',
  ...rows.flatMap(([view, about, columns]) => [
    `${paint.command(pad(String(view), 12))} ${paint.faint(String(about))}`,
    ...wrap(String(columns), width - 2).map((line) => `  ${line}`),
    '',
  ]),
  ...wrap('Money is in US dollars, times are UTC, days are of the zone of the ledger.', width).map(
    paint.faint,
  ),
];
