import { type Interval, MeterlineError, type UsageQuery } from '@meterline/core';
import { type Comparison, comparison, type Meterline } from '@meterline/server';
import { dimensionsOf } from '../arguments/dimension.ts';
import { filtersOf } from '../arguments/filter.ts';
import { type AskedRange, rangeOf } from '../arguments/range.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { dimensionHead } from '../render/name.ts';
import { costsReport } from '../report/costs-report.ts';
import { emit } from '../report/emit.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';

/** Rows that a person sees unless told otherwise; programs get all. */
const DEFAULT_ROWS = 20;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { flags, now } = invocation;
    const range = rangeOf(flags, meterline.zone, now, '30d');
    const query = queryOf(invocation, meterline, range);
    const before = flags.on('compare') ? await compared(meterline, query, range) : undefined;
    const result = before ?? (await meterline.ledger.usage(query));
    const report = costsReport({
      query,
      range,
      result,
      before,
      now,
      home: meterline.world.env.home,
      title: titleOf(query),
      notes: await unpricedNotesOf(meterline, query, result.totals.cost.unpricedCalls),
    });
    await emit(invocation, report);
    return 0;
  });

const queryOf = ({ flags }: Invocation, { zone }: Meterline, range: AskedRange): UsageQuery => {
  const interval = flags.text('interval') as Interval | undefined;
  const program = flags.on('json') || flags.on('csv');
  const limit = flags.count('limit', 1) ?? (program || interval !== undefined ? undefined : DEFAULT_ROWS);
  return {
    zone,
    by: dimensionsOf(flags.text('by'), interval === undefined ? ['model'] : []),
    where: filtersOf(flags.list('where')),
    ...(range.from === undefined ? {} : { from: range.from }),
    ...(range.to === undefined ? {} : { to: range.to }),
    ...(interval === undefined ? {} : { interval }),
    ...(limit === undefined ? {} : { limit }),
  };
};

/** The same question of the period before, to the same point in it. */
const compared = async (
  { ledger }: Meterline,
  query: UsageQuery,
  { period }: AskedRange,
): Promise<Comparison> => {
  const result = await comparison(ledger, query, period);
  if (result !== undefined) return result;
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: '--compare needs a period that begins and ends, and this one does not.',
    hint: 'Give --period 7d, month …, or both --since and --until.',
  });
};

/** `Costs by project, model and agent` */
const titleOf = ({ by }: UsageQuery): string => {
  const names = by.map((name) => dimensionHead(name).toLowerCase());
  const last = names.at(-1);
  if (last === undefined) return 'Costs';
  return `Costs by ${names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`}`;
};
