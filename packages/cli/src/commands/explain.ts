import { explainCost } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import type { StoredCall } from '@meterline/store';
import { onlyOne } from '../arguments/only-one.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { explainReport } from '../report/explain-report.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const call = await oneCall(meterline, invocation.operands[0] ?? '');
    const explanation = explainCost(call, meterline.engine);
    await emit(invocation, explainReport({ call, explanation, zone: meterline.zone, now: invocation.now }));
    return 0;
  });

const oneCall = async ({ ledger }: Meterline, given: string): Promise<StoredCall> =>
  onlyOne(await ledger.findCalls(given), given, {
    one: 'call',
    missing: 'CALL_NOT_FOUND',
    hint: 'Ids stand in `meterline usage --turns` and `meterline session`.',
    nameOf: ({ id, modelCanonical }) => `${id} (${modelCanonical})`,
  });
