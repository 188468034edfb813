import { ofSession, sessionDetail } from '@meterline/server';
import { rowLimit } from '../arguments/question.ts';
import { oneSession } from '../arguments/session.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { sessionReport } from '../report/session-report.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';

const DEFAULT_TURNS = 15;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { zone, world } = meterline;
    const session = await oneSession(meterline, invocation.operands[0] ?? '');
    const turns = rowLimit(invocation, DEFAULT_TURNS) ?? DEFAULT_TURNS;
    const selection = { zone, where: ofSession(session) };
    await emit(
      invocation,
      sessionReport({
        ...(await sessionDetail(meterline, session, turns)),
        zone,
        now: invocation.now,
        home: world.env.home,
        notes: await unpricedNotesOf(meterline, selection, session.cost.unpricedCalls),
      }),
    );
    return 0;
  });
