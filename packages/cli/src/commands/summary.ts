import { summaryOf } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { summaryReport } from '../report/summary-report.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    await emit(invocation, summaryReport(await summaryOf(meterline, invocation.now)));
    return 0;
  });
