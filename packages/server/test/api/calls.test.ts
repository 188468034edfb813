import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeApis, homeOf, startApi, type TestApi } from './api-kit.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 8);

interface Line {
  readonly id: string;
  readonly at: number;
  readonly status?: string;
  readonly model?: string;
  readonly feature?: string;
}

const line = ({ at, model = 'claude-sonnet-4-5', ...call }: Line): string =>
  `${JSON.stringify({ tokens: { input: 20 }, app: 'shop', ...call, model, provider: 'anthropic', time: new Date(START + at * MINUTE).toISOString() })}\n`;

const LINES = [
  { id: 'c1', at: 0 },
  { id: 'c2', at: 1, status: 'error' },
  { id: 'c3', at: 2, status: 'aborted', feature: 'summary' },
  // Two of one moment.
  { id: 'c4', at: 3, model: 'nobody-knows' },
  { id: 'c5', at: 3, status: 'error', feature: 'summary' },
  { id: 'c6', at: 4 },
]
  .map(line)
  .join('');

let api: TestApi;
beforeAll(async () => {
  api = await startApi(await homeOf(LINES));
});
afterAll(closeApis);

interface Row {
  readonly id: string;
  readonly startedAt: number;
}
const minutesOf = (rows: readonly Row[]): readonly number[] =>
  rows.map(({ startedAt }) => (startedAt - START) / MINUTE);
const listed = async (query: Readonly<Record<string, string | number>>): Promise<readonly number[]> =>
  minutesOf((await api.get('/calls', query)).json.rows);

describe('calls', () => {
  it('come page by page, each once, in either order', async () => {
    for (const order of ['newest', 'oldest']) {
      const rows: Row[] = [];
      let after: string | null | undefined;
      do {
        const query = { order, limit: 2, ...(after === undefined ? {} : { after }) };
        const { json } = await api.get('/calls', query);
        expect(json.matching).toBe(6);
        rows.push(...json.rows);
        after = json.next;
      } while (after !== null && rows.length < 20);
      const minutes = [0, 1, 2, 3, 3, 4];
      expect(minutesOf(rows)).toEqual(order === 'oldest' ? minutes : minutes.toReversed());
      expect(new Set(rows.map(({ id }) => id)).size).toBe(6);
    }
  });

  it('are those that ended as is asked, and their number where sums tell it', async () => {
    expect(await listed({ status: 'failed' })).toEqual([3, 2, 1]);
    expect(await listed({ status: 'error' })).toEqual([3, 1]);
    expect(await listed({ status: 'aborted' })).toEqual([2]);
    expect(await listed({ status: 'ok' })).toEqual([4, 3, 0]);
    expect(await listed({ unpriced: 'yes' })).toEqual([3]);
    expect(await listed({ status: 'failed', where: 'feature=summary', limit: 1 })).toEqual([3]);
    const matching = async (query: Readonly<Record<string, string>>) =>
      (await api.get('/calls', query)).json.matching;
    expect(await matching({ status: 'failed' })).toBe(3);
    expect(await matching({ status: 'ok' })).toBe(3);
    expect(await matching({ unpriced: 'yes' })).toBe(1);
    expect(await matching({ status: 'error' })).toBeNull();
    expect(await matching({ status: 'failed', unpriced: 'yes' })).toBeNull();
  });

  it('are in the file what they are in the list', async () => {
    const { text } = await api.get('/calls.csv', { status: 'failed' });
    expect(text.trim().split('\n')).toHaveLength(1 + 3);
  });

  it('refuse a place that is none', async () => {
    for (const after of ['', '5', 'x-0123456789abcdef', '5-0123456789ABCDEF', '5-0123']) {
      const { status, json } = await api.get('/calls', { after });
      expect([status, json.code], after).toEqual([400, 'REQUEST_INVALID']);
    }
    const gone = await api.get('/calls', { after: `${START + MINUTE}-${'0'.repeat(16)}` });
    expect(minutesOf(gone.json.rows)).toEqual([1, 0]);
  });
});

describe('one call', () => {
  it('says by which road each part of it came, and that its prompt is not known again', async () => {
    const { json: list } = await api.get('/calls', { limit: 1 });
    const id = list.rows[0].id;
    const { json } = await api.get(`/calls/${id}`);
    expect(json.call.roads).toEqual({ metered: 'import', attribution: 'import', request: 'import' });
    const attempts = await api.get(`/calls/${id}/attempts`);
    expect(attempts.json).toMatchObject({ recognised: false, complete: true, attempts: [{ id }] });
    expect(JSON.stringify([json, attempts.json])).not.toMatch(/fingerprint/i);
    expect((await api.get('/calls/abcdef/attempts')).json.code).toBe('CALL_NOT_FOUND');
  });
});

describe('connections', () => {
  it('are all there, with none that an import lights', async () => {
    const { json } = await api.get('/connections');
    expect(json.rows.length).toBeGreaterThan(20);
    expect(json.rows.every(({ calls }: { calls: number }) => calls === 0)).toBe(true);
  });
});
