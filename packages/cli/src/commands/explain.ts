import { explainCost, MeterlineError } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import type { StoredCall } from '@meterline/store';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { plain } from '../render/text.ts';
import { emit } from '../report/emit.ts';
import { explainReport } from '../report/explain-report.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const call = await oneCall(meterline, invocation.operands[0] ?? '');
    const explanation = explainCost(call, meterline.engine);
    await emit(invocation, explainReport({ call, explanation, zone: meterline.zone, now: invocation.now }));
    return 0;
  });

const MAX_NAMED = 5;

const oneCall = async ({ ledger }: Meterline, given: string): Promise<StoredCall> => {
  const found = await ledger.findCalls(given);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined)
    throw new MeterlineError({
      code: 'CALL_NOT_FOUND',
      message: `No call has the id '${plain(given)}'.`,
      hint: 'Ids stand in `meterline usage --turns` and `meterline session`; give at least 6 characters.',
    });
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `${found.length} calls have an id that begins with '${plain(given)}'; give more of it.`,
    hint: found
      .slice(0, MAX_NAMED)
      .map(({ id, modelCanonical }) => `${id} (${modelCanonical})`)
      .join(', '),
  });
};
