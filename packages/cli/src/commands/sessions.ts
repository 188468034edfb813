import type { SessionQuery } from '@meterline/store';
import { boundsOf, questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { sessionsReport } from '../report/sessions-report.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';

const DEFAULT_ROWS = 20;
/** More sessions than any program wants in one answer; `--where` and a range narrow it down. */
const MAX_SESSIONS = 100_000;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { flags, now } = invocation;
    const { range, where, scope } = questionOf(invocation, meterline.zone, '30d');
    const search = flags.text('search') ?? '';
    const order = (flags.text('sort') ?? 'cost') as SessionQuery['orderBy'];
    const page = await meterline.ledger.sessions({
      ...boundsOf(range),
      where,
      search,
      orderBy: order,
      limit: rowLimit(invocation, DEFAULT_ROWS) ?? MAX_SESSIONS,
    });
    const unpriced = page.sessions.reduce((sum, { cost }) => sum + cost.unpricedCalls, 0);
    await emit(
      invocation,
      sessionsReport({
        page,
        range,
        where,
        search,
        order,
        zone: meterline.zone,
        now,
        home: meterline.world.env.home,
        notes: await unpricedNotesOf(meterline, scope, unpriced),
      }),
    );
    return 0;
  });
