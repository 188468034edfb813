import { setImmediate } from 'node:timers/promises';
import { MeterlineError } from '@meterline/core';
import { afterAll, describe, expect, it } from 'vitest';
import { CSV_CHUNK_BYTES, csvAnswer } from '../../src/api/csv-answer.ts';
import { callLine, callLines } from '../kit.ts';
import { apiOver, closeApis, homeOf, startApi } from './api-kit.ts';

afterAll(closeApis);

/** The cells of a CSV by RFC 4180. */
const parsed = (text: string): string[][] => {
  const rows: string[][] = [];
  for (const line of text.split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)) {
    if (line === '') continue;
    const cells = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)!.slice(0, line.endsWith(',') ? undefined : -1);
    rows.push(
      cells.map((cell) =>
        cell
          .replace(/,$/, '')
          .replace(/^"([\s\S]*)"$/, '$1')
          .replaceAll('""', '"'),
      ),
    );
  }
  return rows;
};

const NAMES = ['=HYPERLINK("http://x","y")', '+1', '@a', '-b', 'a,"b"', '<b>x</b>'];

describe('files', () => {
  it('say what they are, of which days', async () => {
    const api = await startApi(await homeOf(callLines(3)));
    const file = async (path: string, query: object) =>
      (await api.get(path, { ...query })).headers.get('content-disposition');
    expect(await file('/usage.csv', { period: '7d', by: 'model,app' })).toBe(
      'attachment; filename="meterline-costs-by-model-app_2026-11-16_2026-11-22.csv"',
    );
    expect(await file('/usage.csv', { period: 'all', by: 'tag:"x"' })).toBe(
      'attachment; filename="meterline-costs-by-tag_x_all.csv"',
    );
    expect(await file('/sessions.csv', { from: '2026-10-01', to: '2026-10-31' })).toBe(
      'attachment; filename="meterline-sessions_2026-10-01_2026-10-31.csv"',
    );
    const { headers, text } = await api.get('/calls.csv', { period: 'all' });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(parsed(text).length).toBe(4);
  });

  it('hold names that would be formulas, and such as break lines, as text', async () => {
    const lines = NAMES.map(
      (project, n) =>
        `${JSON.stringify({ id: `c${n}`, time: '2026-11-20T10:00:00Z', provider: 'openai', model: 'gpt-5.4', tokens: { input: 1 }, project, session: `s${n}` })}\n`,
    ).join('');
    const api = await startApi(await homeOf(lines));
    const answered = [
      await api.get('/usage.csv', { by: 'project' }),
      await api.get('/sessions.csv'),
      await api.get('/calls.csv'),
      await api.get('/cache.csv', { list: 'projects' }),
    ];
    for (const { text, status } of answered) {
      expect(status).toBe(200);
      const [head, ...rows] = parsed(text);
      const at = head!.indexOf('project');
      expect(rows.length).toBe(NAMES.length);
      const cells = rows.map((row) => row[at]!);
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      expect(cells.map((cell) => cell.replace(/^'/, '')).sort()).toEqual([...NAMES].sort());
    }
  });

  it('have every row, also where a list is cut', async () => {
    const lines = Array.from({ length: 10_200 }, (_, n) =>
      callLine({ id: `c${n}`, at: n, session: `session-${n}` }),
    ).join('');
    const api = await startApi(await homeOf(lines));
    const query = { by: 'session', period: 'all' };
    const { json } = await api.get('/usage', query);
    expect([json.rows.length, json.omittedRows, json.totals.calls]).toEqual([10_000, 200, 10_200]);
    expect((await api.get('/usage.csv', query)).text.split('\r\n').length - 2).toBe(10_200);
    expect((await api.get('/usage.csv', { ...query, limit: 7 })).text.split('\r\n').length - 2).toBe(7);
    expect((await api.get('/sessions.csv', { period: 'all' })).text.split('\r\n').length - 2).toBe(10_200);
  });

  it('are problems where nothing can be read', async () => {
    const { service } = await startApi(await homeOf(callLines(3)));
    const fault = { code: 'LEDGER_MISSING', message: 'It is gone.' } as const;
    const gone = (): never => {
      throw new MeterlineError(fault);
    };
    const ledger = { ...service.reader().ledger, usage: gone, sessions: gone, events: gone };
    const api = apiOver({ ...service, reader: () => ({ ...service.reader(), ledger }) }, service.home);
    for (const path of ['/calls.csv', '/sessions.csv', '/usage.csv', '/models.csv']) {
      const { status, headers, json } = await api.get(path);
      expect(headers.get('content-type'), path).toBe('application/problem+json');
      expect([status, json.code], path).toEqual([503, 'LEDGER_MISSING']);
    }
  });
});

/** Turns without a change after which nothing more is to come: a stream goes on with each. */
const QUIET_TURNS = 100;

const atRest = async (look: () => number): Promise<number> => {
  for (let seen = look(), quiet = 0; ; ) {
    await setImmediate();
    quiet = look() === seen ? quiet + 1 : 0;
    seen = look();
    if (quiet === QUIET_TURNS) return seen;
  }
};

const COLUMNS = [{ head: 'number', of: (number: number) => number }];

describe('a stream of rows', () => {
  /** Endless, and says how far it was asked and whether it was ended. */
  const endless = () => {
    const state = { asked: 0, ended: false };
    const rows = (async function* () {
      try {
        for (;;) yield state.asked++;
      } finally {
        state.ended = true;
      }
    })();
    return { state, rows };
  };

  it('is made no faster than it is read, and no longer than somebody reads', async () => {
    const { state, rows } = endless();
    const response = await csvAnswer('x', COLUMNS, rows);
    // Nobody reads: what fits into the queue is there, and nothing more is asked for.
    const waiting = await atRest(() => state.asked);
    const reader = response.body!.getReader();
    for (let chunk = 0; chunk < 20; chunk++) {
      const { value } = await reader.read();
      expect(value!.byteLength).toBeLessThan(CSV_CHUNK_BYTES + 100);
    }
    expect(state.asked).toBeGreaterThan(waiting);
    expect(state.ended).toBe(false);
    await reader.cancel();
    expect(state.ended).toBe(true);
  });

  it('lets other work have its turn', async () => {
    const response = await csvAnswer('x', COLUMNS, endless().rows);
    const reader = response.body!.getReader();
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    for (let chunk = 0; chunk < 200; chunk++) await reader.read();
    clearInterval(timer);
    await reader.cancel();
    expect(turns).toBeGreaterThan(5);
  });

  it('throws what is wrong with its first rows, and breaks off later', async () => {
    const failing = async function* (after: number) {
      for (let row = 0; row < after; row++) yield row;
      throw new Error('gone');
    };
    await expect(csvAnswer('x', COLUMNS, failing(3))).rejects.toThrow('gone');
    const response = await csvAnswer('x', COLUMNS, failing(50_000));
    await expect(response.text()).rejects.toThrow();
  });
});
