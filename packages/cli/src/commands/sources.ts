import { isPresent, sourceCoverage } from '@meterline/server';
import { forProgram } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { sourcesReport } from '../report/sources-report.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const all = await sourceCoverage(meterline);
    const everything = invocation.flags.on('all') || forProgram(invocation);
    await emit(
      invocation,
      sourcesReport({
        shown: everything ? all : all.filter(isPresent),
        count: all.length,
        zone: meterline.zone,
        now: invocation.now,
        home: meterline.world.env.home,
      }),
    );
    return 0;
  });
