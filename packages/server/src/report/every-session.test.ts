import { expect, it } from 'vitest';
import { everySession } from './every-session.ts';
import { callOf, meterlineWith, NOW } from './report.test-kit.ts';

const SESSIONS = 2_300;
const sessionCall = (n: number, id = `${n}`, startedAt = NOW - (n + 1) * 1000) =>
  callOf(id, { session: `session-${n}`, startedAt });

it.each(['newest', 'cost'] as const)(
  'tells each session once, ordered by %s, whatever is recorded meanwhile',
  async (orderBy) => {
    const { ledger, price } = await meterlineWith(Array.from({ length: SESSIONS }, (_, n) => sessionCall(n)));
    const told: string[] = [];
    for await (const { session } of everySession(ledger, { where: [], orderBy }, NOW)) {
      told.push(session);
      if (told.length !== 700) continue;
      // The last session moves to the front, another one is new, and all others move back by one.
      await ledger.append({
        events: [
          price({ ...sessionCall(SESSIONS - 1, 'late', NOW + 5), tokens: { input: 9_000_000 } }),
          price({ ...sessionCall(SESSIONS, 'new', NOW + 6), tokens: { input: 8_000_000 } }),
        ],
      });
    }
    expect(told.length).toBe(SESSIONS + 1);
    expect(new Set(told).size).toBe(SESSIONS + 1);
  },
);

it('keeps to the range and the filters', async () => {
  const { ledger } = await meterlineWith([
    sessionCall(1),
    sessionCall(2, 'b', NOW - 90_000),
    callOf('c', { session: 'other', app: 'other' }),
  ]);
  const where = [{ dimension: 'app', op: '=', value: 'test' }] as const;
  const query = { where, orderBy: 'newest', from: NOW - 60_000, to: NOW } as const;
  const told = await Array.fromAsync(everySession(ledger, query, NOW), ({ session }) => session);
  expect(told).toEqual(['session-1']);
});
