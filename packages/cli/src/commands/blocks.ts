import { HOUR_MS } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import { type Question, questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { type Block, blocksOf } from '../report/blocks.ts';
import { blocksReport } from '../report/blocks-report.ts';
import { emit } from '../report/emit.ts';
import { unpricedNotesOf } from '../report/unpriced.ts';

const DEFAULT_ROWS = 20;
/** A window depends on the ones before it back to the last pause; nobody works a week without one. */
const LEAD_MS = 7 * 86_400_000;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { zone } = meterline;
    const question = questionOf(invocation, zone, '7d');
    const blocks = await blocksIn(meterline, question);
    const limit = rowLimit(invocation, DEFAULT_ROWS) ?? blocks.length;
    const unpriced = blocks.reduce((sum, { usage }) => sum + usage.cost.unpricedCalls, 0);
    const notes = await unpricedNotesOf(meterline, question.scope, unpriced);
    await emit(
      invocation,
      blocksReport({
        blocks: await withCallTimes(meterline, question, blocks.slice(-limit)),
        count: blocks.length,
        question,
        zone,
        now: invocation.now,
        notes,
      }),
    );
    return 0;
  });

const blocksIn = async ({ ledger }: Meterline, { range, where }: Question): Promise<readonly Block[]> => {
  const { from, to } = range;
  const { rows } = await ledger.usage({
    zone: 'UTC',
    by: ['model'],
    interval: 'hour',
    where,
    ...(from === undefined ? {} : { from: from - LEAD_MS }),
    ...(to === undefined ? {} : { to }),
  });
  const blocks = blocksOf(rows);
  return from === undefined ? blocks : blocks.filter(({ end }) => end > from);
};

/** Sums know the hour of the first and last call; the calls themselves, where they are still kept, the moment. */
const withCallTimes = async (
  meterline: Meterline,
  question: Question,
  blocks: readonly Block[],
): Promise<readonly Block[]> => {
  const exact: Block[] = [];
  for (const block of blocks)
    exact.push({
      ...block,
      firstAt: (await edgeOf(meterline, question, 'oldest', block.firstAt)) ?? block.firstAt,
      lastAt: (await edgeOf(meterline, question, 'newest', block.lastAt)) ?? block.lastAt,
    });
  return exact;
};

const edgeOf = async (
  { ledger }: Meterline,
  { range, where }: Question,
  order: 'oldest' | 'newest',
  hour: number,
): Promise<number | undefined> => {
  const to = Math.min(hour + HOUR_MS, range.to ?? Number.POSITIVE_INFINITY);
  for await (const { startedAt } of ledger.events({ where, order, limit: 1, from: hour, to }))
    return startedAt;
  return undefined;
};
