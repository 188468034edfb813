import type { Meterline } from '@meterline/server';
import type { SqlTable } from '@meterline/store';
import { forProgram } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { pad, wrap } from '../render/text.ts';
import { emit } from '../report/emit.ts';
import { sqlReport } from '../report/sql-report.ts';

const DEFAULT_ROWS = 200;
const PROGRAM_ROWS = 100_000;

/** The stable views, as docs/guides/sql.md describes them. */
const VIEWS: Readonly<Record<string, string>> = {
  calls: 'one row a call',
  call_tags: 'the tags of calls',
  sessions: 'one row a session, with its totals',
  daily_usage: 'totals by day and every dimension',
  issues: 'what was skipped while reading logs',
};

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { operands, flags, now, shell } = invocation;
    const statement = operands[0];
    if (statement === undefined) {
      await shell.out.write(`${(await viewLines(invocation, meterline)).join('\n')}\n`);
      return 0;
    }
    const limit = flags.count('limit', 1) ?? (forProgram(invocation) ? PROGRAM_ROWS : DEFAULT_ROWS);
    const table = await meterline.ledger.sql(statement, limit);
    await emit(invocation, sqlReport({ table, zone: meterline.zone, now }));
    return 0;
  });

const viewLines = async ({ screen }: Invocation, { ledger }: Meterline): Promise<readonly string[]> => {
  const lines: string[] = [screen.paint.title('Views of `meterline sql`'), ''];
  for (const [view, about] of Object.entries(VIEWS)) {
    const table: SqlTable = await ledger.sql(`select * from ${view}`, 1);
    lines.push(`${screen.paint.command(pad(view, 12))} ${screen.paint.faint(about)}`);
    lines.push(...wrap(table.columns.join(', '), screen.width - 2).map((line) => `  ${line}`), '');
  }
  return [
    ...lines,
    screen.paint.faint('Money is in US dollars, times are UTC, days are of the ledger’s zone.'),
  ];
};
