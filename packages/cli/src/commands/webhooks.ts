import { webhooksOf } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { webhooksReport } from '../report/webhooks-report.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const statuses = await webhooksOf(meterline);
    await emit(invocation, webhooksReport({ ...statuses, zone: meterline.zone, now: invocation.now }));
    return 0;
  });
