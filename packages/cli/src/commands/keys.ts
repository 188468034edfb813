import { MeterlineError } from '@meterline/core';
import { loadKeys } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { keysReport } from '../report/keys-report.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async ({ home, zone }) => {
    const keys = loadKeys(home);
    if (!keys.ok) throw new MeterlineError(keys.fault);
    await emit(invocation, keysReport({ keys: keys.value, zone, now: invocation.now }));
    return 0;
  });
