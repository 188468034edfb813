import { type ImportReport, type Meterline, summaryOf } from '@meterline/server';
import { forProgram } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { ownName } from '../program/own-name.ts';
import { importedText, progressLine } from '../render/progress.ts';
import { emit } from '../report/emit.ts';
import { noLogsLines } from '../report/no-logs.ts';
import { summaryReport, whatNext } from '../report/summary-report.ts';

/** Bare `meterline`: import what is new, then the figures at a glance. */
export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    async (meterline) => {
      await showOverview(invocation, meterline, await imported(invocation, meterline));
      return 0;
    },
    { write: true },
  );

/**
 * What an import has come to, and the figures; or, when there is neither a log nor a recorded call, where was looked
 * and what to do. `watching`: new calls are shown already.
 */
export const showOverview = async (
  invocation: Invocation,
  meterline: Meterline,
  report: ImportReport,
  watching = false,
): Promise<void> => {
  const { shell, screen } = invocation;
  for (const fault of report.faults) await shell.err.write(`${screen.paint.warn(fault.message)}\n`);
  const summary = await summaryOf(meterline, shell.world.clock());
  if (summary.calls === 0 && !forProgram(invocation)) {
    const lines = noLogsLines(await meterline.survey(), screen, shell.world.env.home, ownName(shell));
    await shell.out.write(`${lines.join('\n')}\n`);
    return;
  }
  await shell.err.write(`${screen.paint.faint(importedText(report))}\n`);
  await emit(invocation, summaryReport(summary));
  if (!forProgram(invocation))
    await shell.out.write(`${whatNext(screen, ownName(shell), watching).join('\n')}\n`);
};

const imported = async ({ shell }: Invocation, meterline: Meterline): Promise<ImportReport> => {
  const progress = progressLine(shell);
  return meterline
    .import({ onProgress: progress.onProgress, signal: shell.interrupted })
    .finally(progress.clear);
};
