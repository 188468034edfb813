import { whatIf } from '@meterline/server';
import { questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { whatIfReport } from '../report/what-if-report.ts';
import { priceNotFound } from './prices.ts';

const DEFAULT_ROWS = 20;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async ({ ledger, engine, zone }) => {
    const { flags, now, operands } = invocation;
    const model = operands[0] ?? '';
    const question = questionOf(invocation, zone, '30d');
    const provider = flags.text('provider');
    const target = { model, ...(provider === undefined ? {} : { provider }) };
    const found = await whatIf(ledger, engine, question.scope, target, now);
    if (!found.ok)
      throw priceNotFound(engine, model, (host) => `meterline what-if ${model} --provider ${host}`);
    const limit = rowLimit(invocation, DEFAULT_ROWS) ?? found.value.rows.length;
    await emit(invocation, whatIfReport({ found: found.value, limit, question, zone, now }));
    return 0;
  });
