import type { Invocation } from '../program/invocation.ts';
import type { Screen } from '../render/screen.ts';
import { csvOf } from './csv.ts';
import type { Envelope, ReportKind } from './envelope.ts';

/** A finished report: what `--json` and `--csv` give, and how a person sees it. */
export interface Report<Row, Totals> {
  readonly kind: ReportKind<Row, Totals>;
  readonly envelope: Envelope<Row, Totals>;
  readonly lines: (screen: Screen) => readonly string[];
}

/** Writes the report in the form that was asked for. All three forms come from the same figures. */
export const emit = async <Row, Totals>(
  { flags, shell, screen }: Invocation,
  report: Report<Row, Totals>,
): Promise<void> => {
  if (flags.on('json')) await shell.out.write(`${JSON.stringify(report.envelope, null, 2)}\n`);
  else if (flags.on('csv')) await shell.out.write(csvOf(report.kind.row, report.envelope.rows));
  else await shell.out.write(`${report.lines(screen).join('\n')}\n`);
};
