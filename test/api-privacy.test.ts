import { join } from 'node:path';
import { ROUTES } from '@meterline/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeApis, sampleHome, startApi, type TestApi } from '../packages/server/test/api/api-kit.ts';
import { freshFolder, writeFile } from '../packages/server/test/kit.ts';
import { closeServices, startService } from '../packages/server/test/service-kit.ts';
import { CANARY, plantedSamples, sampledSources } from './canaries.ts';

/**
 * Canaries stand in every text of a prompt, an answer or a tool. Every answer of every route over a ledger of such logs is
 * searched, and every event that pages are told of while such logs appear.
 */
let api: TestApi;

beforeAll(async () => {
  const folders = sampledSources.map((source) => [source, freshFolder()] as const);
  const planted = folders.reduce((sum, [source, folder]) => sum + plantedSamples(source, folder), 0);
  expect(planted).toBeGreaterThan(1_000);
  api = await startApi(await sampleHome(Object.fromEntries(folders)));
});
afterAll(closeApis);
afterAll(closeServices);

const leaks: string[] = [];
let searched = 0;
const search = (where: string, text: string): void => {
  searched += text.length;
  const at = text.indexOf(CANARY);
  if (at >= 0) leaks.push(`${where}: …${text.slice(Math.max(0, at - 80), at)}…`);
};

/** What some routes do not answer without. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/models/what-if': { model: 'gpt-5.4' },
  '/models/what-if.csv': { model: 'gpt-5.4' },
  '/cache.csv': { list: 'sessions' },
  '/prices': { search: 'claude' },
};

it('tells no text in any answer of any route', async () => {
  let answers = 0;
  const look = async (path: string, query: Readonly<Record<string, string | number>> = {}) => {
    const answered = await api.get(path, query);
    expect(answered.status, `${path} ${answered.text.slice(0, 200)}`).toBe(200);
    search(path, answered.text);
    answers++;
    return answered.json;
  };
  for (const { method, path } of Object.values(ROUTES))
    if (method === 'get' && !path.includes('{') && path !== '/session.csv') {
      const takesPeriod = !/^\/(status|live|issues|prices|settings|sources)/.test(path);
      await look(path, { ...NEEDED[path], ...(takesPeriod ? { period: 'all' } : {}) });
    }
  for (const dimension of ['project', 'branch', 'agent', 'user', 'task', 'session', 'feature', 'channel'])
    await look(`/dimensions/${dimension}`, { limit: 500 });
  const { rows: sessions } = await look('/sessions', { period: 'all', limit: 500 });
  for (const { app, session } of sessions) {
    const named = app === null ? {} : { app };
    await look(`/sessions/${encodeURIComponent(session)}`, named);
    await look('/session.csv', { session, ...named });
    await look(`/sessions/${encodeURIComponent(session)}/calls`, { ...named, limit: 2000 });
  }
  const { rows: tasks } = await look('/tasks', { period: 'all', limit: 500 });
  for (const { task } of tasks) {
    await look(`/tasks/${encodeURIComponent(task)}`);
    await look(`/tasks/${encodeURIComponent(task)}/hops`, { limit: 2000 });
  }
  const { rows: calls } = await look('/calls', { period: 'all', limit: 1000 });
  for (const { id } of calls) await look(`/calls/${id}`);
  expect(answers).toBeGreaterThan(300);
  expect(searched).toBeGreaterThan(500_000);
  expect(leaks).toEqual([]);
});

it('tells none in what it refuses, or in what is set', async () => {
  const refused = [
    await api.get('/calls/abcdef'),
    await api.get('/usage', { zone: 'nowhere' }),
    await api.write('post', '/reprice', { dryRun: true, unpricedOnly: false }),
    await api.write('put', '/prices/own', { model: 'a-model', like: 'gpt-5.4' }),
    await api.get('/prices/own'),
  ];
  for (const { text } of refused) search('a change or a refusal', text);
  expect(leaks).toEqual([]);
});

it('tells none in any event', async () => {
  const home = join(freshFolder(), 'data');
  const folders = sampledSources.map((source) => [source, freshFolder()] as const);
  const test = await startService({ home });
  const roots = folders.map(
    ([source, folder]) => `[sources.${source}]\nroots = [${JSON.stringify(folder)}]\n`,
  );
  writeFile(join(home, 'meterline.toml'), roots.join(''));
  expect(await test.service.reload()).toMatchObject({ ok: true });
  await test.until(() => test.service.activity().phase === 'watching');
  for (const [source, folder] of folders) plantedSamples(source, folder);
  test.service.scan();
  await test.until(() => test.of('call').length > 40);
  for (const event of test.events) search(event.kind, JSON.stringify(event));
  expect(leaks).toEqual([]);
});
