import { describe, expect, test } from 'vitest';
import { eventsSql } from './calls.ts';
import { usageSql } from './usage-sql.ts';

const MEASURES =
  'total(r.calls) AS calls, total(r.error_calls) AS error_calls, total(r.input) AS input, total(r.output) AS output, total(r.reasoning) AS reasoning, total(r.cache_read) AS cache_read, total(r.cache_write) AS cache_write, total(r.cache_write_5m) AS cache_write_5m, total(r.cache_write_1h) AS cache_write_1h, total(r.total_tokens) AS total_tokens, total(r.list_nano_usd) AS list_nano_usd, total(r.billed_nano_usd) AS billed_nano_usd, total(r.reported_nano_usd) AS reported_nano_usd, total(r.cache_saved_nano_usd) AS cache_saved_nano_usd, total(r.cache_premium_nano_usd) AS cache_premium_nano_usd, total(r.unpriced_calls) AS unpriced_calls, total(r.unpriced_tokens) AS unpriced_tokens';
const SPAN =
  'WITH span (cell, first, last) AS (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?))';

describe('a usage query as SQL', () => {
  test('totals need no scope', () => {
    expect(usageSql('day_total', [[0, 0, 86_400_000]], [], [])).toEqual({
      sql: [
        SPAN,
        `SELECT span.cell AS cell, ${MEASURES}`,
        'FROM span CROSS JOIN day_total r ON r.day >= span.first AND r.day < span.last',
        'GROUP BY 1',
      ].join('\n'),
      params: ['[[0,0,96]]'],
    });
  });

  test('dimensions, a tag, alternatives, != and unset', () => {
    const where = [
      { dimension: 'app', op: '=', value: 'codex' },
      { dimension: 'user', op: '!=', value: null },
      { dimension: 'app', op: '=', value: 'amp' },
      { dimension: 'tag:env', op: '=', value: 'prod' },
    ] as const;
    expect(usageSql('quarter_total', [[0, 900_000, 1_800_000]], ['model', 'tag:team'], where)).toEqual({
      sql: [
        SPAN,
        `SELECT span.cell AS cell, s.model AS d0, ifnull((SELECT value FROM tag WHERE tag_set = s.tag_set AND key = (SELECT id FROM name WHERE text = ?)), 0) AS d1, ${MEASURES}`,
        'FROM span CROSS JOIN quarter_total r ON r.bucket >= span.first AND r.bucket < span.last',
        'CROSS JOIN scope s ON s.id = r.scope',
        'WHERE s.app IN (SELECT id FROM name WHERE text IN (?, ?)) AND s.user NOT IN (SELECT id FROM name WHERE text IN () UNION ALL SELECT 0) AND ifnull((SELECT value FROM tag WHERE tag_set = s.tag_set AND key = (SELECT id FROM name WHERE text = ?)), 0) IN (SELECT id FROM name WHERE text IN (?))',
        'GROUP BY 1, 2, 3',
      ].join('\n'),
      params: ['[[0,1,2]]', 'team', 'codex', 'amp', 'env', 'prod'],
    });
  });

  test('single calls add what a rollup has as a column', () => {
    const { sql, params } = usageSql('event', [[3, 5, 9]], [], []);
    expect(sql).toContain('total(1) AS calls, total(r.status <> 0) AS error_calls, total(r.input) AS input');
    expect(sql).toContain('total(iif(r.cost_status = 1, ifnull(r.input, 0) + ');
    expect(sql).toContain(
      'FROM span CROSS JOIN event r ON r.started_at >= span.first AND r.started_at < span.last',
    );
    expect(params).toEqual(['[[3,5,9]]']);
  });
});

describe('a query for calls as SQL', () => {
  test('walks along the time', () => {
    const where = [{ dimension: 'model', op: '=', value: 'm' }] as const;
    expect(eventsSql({ from: 5, where, order: 'newest' }, { startedAt: 9, id: 3 })).toEqual({
      sql: [
        'SELECT e.*',
        'FROM event e CROSS JOIN scope s ON s.id = e.scope',
        'WHERE s.model IN (SELECT id FROM name WHERE text IN (?)) AND e.started_at >= ? AND (e.started_at, e.id) < (?, ?)',
        'ORDER BY e.started_at DESC, e.id DESC LIMIT ?',
      ].join('\n'),
      params: ['m', 5, 9, 3],
    });
  });

  test('names how calls ended, so that their own indexes serve', () => {
    expect(eventsSql({ status: 'error', unpriced: true }, undefined).sql).toBe(
      [
        'SELECT e.*',
        'FROM event e',
        'WHERE e.status <> 0 AND e.status = 1 AND e.cost_status = 1',
        'ORDER BY e.started_at ASC, e.id ASC LIMIT ?',
      ].join('\n'),
    );
  });

  test('goes by the scopes of a session', () => {
    const where = [{ dimension: 'session', op: '=', value: 's' }] as const;
    expect(eventsSql({ where }, undefined).sql).toBe(
      [
        'SELECT e.*',
        'FROM scope s CROSS JOIN event e ON e.scope = s.id',
        'WHERE s.session IN (SELECT id FROM name WHERE text IN (?))',
        'ORDER BY +e.started_at ASC, e.id ASC LIMIT ?',
      ].join('\n'),
    );
  });
});
