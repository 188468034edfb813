import type { Meterline } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { importedText, progressLine } from '../render/progress.ts';
import { emit } from '../report/emit.ts';
import { noLogsLines } from '../report/no-logs.ts';
import { summaryOf } from '../report/summary.ts';
import { summaryReport, whatNext } from '../report/summary-report.ts';

/** Bare `meterline`: import what is new, then the figures at a glance. */
export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, (meterline) => overview(invocation, meterline), { write: true });

/** Imports and reports; gives the exit status. */
export const overview = async (invocation: Invocation, meterline: Meterline): Promise<number> => {
  const { shell, screen, flags } = invocation;
  const progress = progressLine(shell);
  const report = await meterline
    .import({ onProgress: progress.onProgress, signal: shell.interrupted })
    .finally(progress.clear);
  await shell.err.write(`${screen.paint.faint(importedText(report))}\n`);
  for (const fault of report.faults) await shell.err.write(`${screen.paint.warn(fault.message)}\n`);
  const summary = await summaryOf(meterline, shell.world.clock());
  const asked = flags.on('json') || flags.on('csv');
  if (summary.calls === 0 && !asked) {
    const lines = noLogsLines(await meterline.survey(), screen, shell.world.env.home);
    await shell.out.write(`${lines.join('\n')}\n`);
    return 0;
  }
  await emit(invocation, summaryReport(summary));
  if (!asked) await shell.out.write(`${whatNext(screen).join('\n')}\n`);
  return 0;
};
