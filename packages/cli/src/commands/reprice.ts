import { filtersOf } from '../arguments/filter.ts';
import { instantFlag } from '../arguments/range.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { repriceReport } from '../report/reprice-report.ts';

export const run = (invocation: Invocation): Promise<number> => {
  const dryRun = invocation.flags.on('dry-run');
  return withMeterline(
    invocation,
    async (meterline) => {
      const { flags, now } = invocation;
      const since = flags.text('since');
      const unpriced = flags.on('unpriced');
      const where = filtersOf(flags.list('where'));
      const from = since === undefined ? undefined : instantFlag('since', since, meterline.zone, now);
      const result = await meterline.ledger.reprice(
        { where, ...(from === undefined ? {} : { from }) },
        (call) => (unpriced && call.cost.status !== 'unpriced' ? undefined : meterline.price(call).cost),
        { dryRun, bookVersion: meterline.engine.bookVersion, at: now },
      );
      await emit(
        invocation,
        repriceReport({
          result,
          dryRun,
          from,
          where,
          zone: meterline.zone,
          now,
          book: meterline.engine.book,
        }),
      );
      return 0;
    },
    { write: !dryRun },
  );
};
