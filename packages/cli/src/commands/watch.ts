import { sourceIds } from '../arguments/source.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { watchCalls } from '../report/watching.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    (meterline) => watchCalls(invocation, meterline, sourceIds(invocation.operands, meterline.sources)),
    { write: true },
  );
