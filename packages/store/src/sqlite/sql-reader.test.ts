import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, costOf, T0 } from '../conformance/sample-events.test-kit.ts';
import type { Ledger } from '../store.ts';
import { openSqliteLedger } from './sqlite-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-sql-'));
let ledger: Ledger;

beforeAll(async () => {
  const path = join(folder, 'ledger.db');
  ledger = await openSqliteLedger({ path, zone: 'Asia/Kolkata', clock: () => T0, random: () => 0 });
  const huge = Number.MAX_SAFE_INTEGER;
  await ledger.append({
    events: [
      call('a', { startedAt: T0 + 19 * 3_600_000, tags: { team: 'x' }, stopReason: 'end_turn' }),
      call('b', {
        user: 'ann',
        cost: costOf(undefined),
        quotas: [{ kind: 'requests' }, { kind: 'tokens', limit: 9, remaining: 0, resetAt: T0 }],
      }),
      call('c', { session: 'big', cost: costOf(huge) }),
      call('d', { session: 'big', cost: costOf(huge) }),
    ],
    issues: [{ source: 's', file: '/f', code: 'BAD_JSON', at: 3 }],
  });
});
afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('sql', () => {
  test('calls, their tags and quotas, sessions, days and issues are views', async () => {
    const rows = async (sql: string) => (await ledger.sql(sql, 100)).rows;
    const [found] = await ledger.findCalls('a');
    expect(
      await rows(
        'SELECT id, time, stop_reason, output_tokens, list_usd, cost_status FROM calls WHERE stop_reason NOT NULL',
      ),
    ).toEqual([[found!.id, '2026-03-07T19:00:00.000Z', 'end_turn', 20, 0.000001, 'priced']]);
    expect(await rows('SELECT id, key, value FROM call_tags')).toEqual([[found!.id, 'team', 'x']]);
    expect(
      await rows('SELECT q.kind, allowed, remaining, reset_time FROM call_quotas q JOIN calls c USING (id)'),
    ).toEqual([
      ['requests', null, null, null],
      ['tokens', 9, 0, '2026-03-07T00:00:00.000Z'],
    ]);
    expect(await rows("SELECT user, unpriced_calls FROM daily_usage WHERE user = 'ann'")).toEqual([
      ['ann', 1],
    ]);
    expect(await rows('SELECT day, sum(calls) FROM daily_usage GROUP BY day')).toEqual([
      ['2026-03-07', 3],
      ['2026-03-08', 1],
    ]);
    expect(await rows("SELECT session, app, calls FROM sessions WHERE session = 'big'")).toEqual([
      ['big', 'claude-code', 2],
    ]);
    expect(await rows('SELECT * FROM issues')).toEqual([['s', '/f', 'BAD_JSON', 1, 3, null]]);
  });

  test('gives columns, stops at the limit, and keeps columns of one name apart', async () => {
    expect(await ledger.sql("SELECT 1 AS a, 2 AS a, x'0aff' AS b;", 5)).toEqual({
      columns: ['a', 'a', 'b'],
      rows: [[1, 2, '0aff']],
      truncated: false,
    });
    const { rows, truncated } = await ledger.sql('SELECT id FROM calls', 3);
    expect([rows.length, truncated]).toEqual([3, true]);
  });

  test('sums beyond 2^53 do not fail', async () => {
    const { rows } = await ledger.sql('SELECT sum(list_nano_usd) FROM session_total', 1);
    expect(rows[0]?.[0]).toBeGreaterThan(2 ** 53);
  });

  test.each([
    'DELETE FROM event',
    'SELECT 1; DELETE FROM event',
    "SELECT ';'; DROP TABLE event",
    '/* SELECT */ PRAGMA query_only = OFF',
    "ATTACH 'x' AS y",
    'WITH x AS (SELECT 1) DELETE FROM event',
    'VACUUM',
    'SELECT',
    'SELECT nothing FROM calls',
    '',
    '-- SELECT 1',
  ])('refuses %j', async (statement) => {
    await expect(ledger.sql(statement, 5)).rejects.toMatchObject({ meterlineFault: { code: 'SQL_INVALID' } });
    expect((await ledger.stats()).rawCalls).toBe(4);
  });

  test.each([
    "SELECT ';' AS x",
    'SELECT 1 -- ; not a second\n;',
    'WITH x AS (SELECT 1) SELECT * FROM x',
    '/* ; */ VALUES (1)',
  ])('lets %j through', async (statement) => {
    expect((await ledger.sql(statement, 5)).rows).toHaveLength(1);
  });
});
