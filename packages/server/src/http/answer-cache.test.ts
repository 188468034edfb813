import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { Meterline } from '../meterline.ts';
import type { Service } from '../service/service.ts';
import { answerCache } from './answer-cache.ts';
import { MAX_SHARED_ANSWER_BYTES, SHARED_ANSWER_MS } from './limits.ts';

/** An app that counts how often it is really asked. */
const world = () => {
  const now = {
    clock: 1000,
    revision: 1,
    reader: {} as Meterline,
    asked: 0,
    status: 200,
    text: 'x',
    held: Promise.resolve(),
  };
  const service = {
    world: { clock: () => now.clock },
    reader: () => now.reader,
    activity: () => ({ revision: now.revision }),
  } as unknown as Service;
  const app = new Hono();
  app.use('/api/*', answerCache(service));
  app.get('/api/*', async (c) => {
    const asked = ++now.asked;
    await now.held;
    return c.json({ asked, text: now.text }, now.status as 200);
  });
  app.post('/api/*', (c) => c.json({}));
  const ask = async (path = '/api/usage?by=model'): Promise<number> =>
    ((await (await app.request(path)).json()) as { asked: number }).asked;
  return { now, app, ask };
};

describe('answers that are shared', () => {
  it('are the same for everybody who asks the same at once', async () => {
    const { now, app, ask } = world();
    let release = (): void => {};
    now.held = new Promise((resolve) => {
      release = resolve;
    });
    const all = Promise.all(Array.from({ length: 50 }, () => ask()));
    const other = ask('/api/usage?by=app');
    release();
    expect(new Set(await all)).toEqual(new Set([1]));
    expect(await other).toBe(2);
    expect(now.asked).toBe(2);
    expect((await app.request('/api/usage?by=model')).headers.get('content-type')).toBe('application/json');
  });

  it('are made anew when something newer was told, settings changed, or a moment has passed', async () => {
    const { now, app, ask } = world();
    expect([await ask(), await ask()]).toEqual([1, 1]);
    now.revision++;
    expect([await ask(), await ask()]).toEqual([2, 2]);
    now.reader = {} as Meterline;
    expect([await ask(), await ask()]).toEqual([3, 3]);
    now.clock += SHARED_ANSWER_MS + 1;
    expect([await ask(), await ask()]).toEqual([4, 4]);
    now.clock -= 1_000_000;
    expect([await ask(), await ask()]).toEqual([5, 5]);
    await app.request('/api/scan', { method: 'POST' });
    expect([await ask(), await ask()]).toEqual([6, 6]);
  });

  it('are never those that failed, are too long, or say what is just now', async () => {
    const { now, ask } = world();
    now.status = 404;
    expect([await ask(), await ask()]).toEqual([1, 2]);
    now.status = 200;
    now.text = 'x'.repeat(MAX_SHARED_ANSWER_BYTES);
    expect([await ask(), await ask()]).toEqual([3, 4]);
    now.text = 'x';
    expect([await ask('/api/status'), await ask('/api/status')]).toEqual([5, 6]);
    expect([await ask('/api/usage.csv'), await ask('/api/usage.csv')]).toEqual([7, 8]);
  });
});
