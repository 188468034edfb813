import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import { explainCost, type UsageTotals } from '@meterline/core';
import type { CallPlace, EventQuery, Ledger, StoredCall } from '@meterline/store';
import { callRow } from '../report/call-row.ts';
import { callAttempts, EXPORT_CSV_HEAD, exportCsvLine, live, matchingCalls } from '../report/index.ts';
import type { Service } from '../service/service.ts';
import { callDetail, explanationAnswer } from './call-detail.ts';
import { csvTextAnswer } from './csv-answer.ts';
import { csvName } from './csv-name.ts';
import { onlyOne } from './only-one.ts';
import { questionOf } from './question.ts';

const DEFAULT_CALLS = 100;
const DEFAULT_MINUTES = 60;

/** Single calls: a page of the newest, all of a range, one with its arithmetic, and those of the last minutes. */
export const callsRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.calls, async (c) => {
    const asked = c.req.valid('query');
    const { meterline, scope, answered } = questionOf(service, asked, '30d');
    const { ledger } = meterline;
    const { order = 'newest', limit = DEFAULT_CALLS } = asked;
    // One question for the totals and for the days that are looked at.
    const { totals, rows: byDay } = await ledger.usage({ ...scope, by: [], interval: 'day' });
    // One more than is given tells whether there are more.
    const wanted = { order, limit: limit + 1, byDay, only: onlyOf(asked) };
    const found = await Array.fromAsync(matchingCalls(ledger, scope, wanted));
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return c.json(
      {
        ...answered,
        rows: rows.map(callRow),
        next: last === undefined ? null : `${last.startedAt}-${last.id}`,
        matching: matchingOf(totals, asked),
        totals,
      },
      200,
    );
  });
  app.openapi(ROUTES.callsCsv, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const { meterline, scope } = question;
    const wanted = { order: asked.order ?? 'newest', only: onlyOf(asked) };
    const calls = matchingCalls(meterline.ledger, scope, wanted);
    return csvTextAnswer(csvName('calls', question), EXPORT_CSV_HEAD, csvLinesOf(calls));
  });
  app.openapi(ROUTES.call, async (c) => {
    const { ledger, engine } = service.reader();
    const call = await oneCall(ledger, c.req.valid('param').call);
    const explanation = explanationAnswer(call, explainCost(call, engine));
    return c.json({ call: callDetail(call), explanation }, 200);
  });
  app.openapi(ROUTES.callAttempts, async (c) => {
    const { ledger } = service.reader();
    const found = await callAttempts(ledger, await oneCall(ledger, c.req.valid('param').call));
    return c.json({ ...found, attempts: found.attempts.map(callRow) }, 200);
  });
  app.openapi(ROUTES.live, async (c) => {
    const { minutes = DEFAULT_MINUTES, limit = DEFAULT_CALLS, where } = c.req.valid('query');
    const { ledger, zone } = service.reader();
    const now = service.world.clock();
    const found = await live(ledger, { zone, where, minutes, limit }, now);
    const { totals, today, calls } = found;
    return c.json({ zone, now, minutes: found.minutes, totals, today, calls: calls.map(callRow) }, 200);
  });
};

interface AskedOutcome {
  readonly status?: EventQuery['status'] | undefined;
  readonly unpriced?: 'yes' | undefined;
  readonly after?: CallPlace | undefined;
}

const onlyOf = ({
  status,
  unpriced,
  after,
}: AskedOutcome): Pick<EventQuery, 'status' | 'unpriced' | 'after'> => ({
  ...(status === undefined ? {} : { status }),
  ...(unpriced === undefined ? {} : { unpriced: true }),
  ...(after === undefined ? {} : { after }),
});

/** Sums tell how many calls did not end well, and how many have no price; not both at once, and not in which way. */
const matchingOf = (
  { calls, errorCalls, cost }: UsageTotals,
  { status, unpriced }: AskedOutcome,
): number | null => {
  if (unpriced !== undefined) return status === undefined ? cost.unpricedCalls : null;
  if (status === undefined) return calls;
  if (status === 'ok') return calls - errorCalls;
  return status === 'failed' ? errorCalls : null;
};

async function* csvLinesOf(calls: AsyncIterable<StoredCall>): AsyncGenerator<string> {
  for await (const call of calls) yield exportCsvLine(call);
}

/** The one call of an id, a beginning of it, or an identity key. */
const oneCall = async (ledger: Ledger, given: string): Promise<StoredCall> =>
  onlyOne(await ledger.findCalls(given), {
    one: 'call',
    missing: 'CALL_NOT_FOUND',
    hint: 'Give at least 6 characters of it. Calls that retention dropped are kept in sums only.',
    idOf: ({ id }) => id,
  });
