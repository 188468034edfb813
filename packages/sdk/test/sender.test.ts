import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flush, meterStats, type SendOptions, track } from '../src/index.ts';
import { MAX_QUEUED_CALLS, MAX_SPILL_BYTES } from '../src/limits.ts';
import { freshFolder, type Listener, startListener } from './sdk.test-kit.ts';

let listener: Listener;
let options: SendOptions & { spillFolder: string };
beforeEach(async () => {
  listener = await startListener();
  options = { endpoint: listener.url, spillFolder: freshFolder(), token: 'let-me-in' };
});
afterEach(() => listener.close());

const call = (id: string) => ({ id, provider: 'p', model: 'm', tokens: { input: 1 } });
const ids = () => listener.records.map(({ id }) => id);
const files = (folder = options.spillFolder): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

describe('records', () => {
  it('are sent in batches, packed, with the token', async () => {
    for (let index = 0; index < 120; index += 1) track(call(`a${index}`), options);
    await flush();
    expect(listener.records).toHaveLength(120);
    const sent = listener.requests.filter(({ path }) => path === '/api/events');
    expect(sent).toHaveLength(1);
    expect(sent[0]!.headers).toMatchObject({ authorization: 'Bearer let-me-in', 'content-encoding': 'gzip' });
  });

  it('go by themselves, when a batch is full or has waited', async () => {
    track(call('alone'), options);
    while (ids().length < 1) await new Promise((resolve) => setTimeout(resolve, 10));
    for (let index = 0; index < 250; index += 1) track(call(`b${index}`), options);
    while (ids().length < 251) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(new Set(ids()).size).toBe(251);
  });

  it('wait in a file of this user while nobody answers, and are sent when somebody does', async () => {
    listener.status = 0;
    track(call('kept'), options);
    await flush();
    const [file] = files();
    expect(statSync(file!).mode & 0o077).toBe(0);
    expect(JSON.parse(readFileSync(file!, 'utf8'))).toMatchObject({ id: 'kept', tokens: { input: 1 } });
    listener.status = 200;
    await flush();
    expect(ids()).toEqual(['kept']);
    expect(files()).toEqual([]);
  });

  it.each([503, 401, 404])('wait while the answer is %i', async (status) => {
    listener.status = status;
    track(call('kept'), options);
    await flush();
    expect(files()).toHaveLength(1);
    listener.status = 200;
    await flush();
    expect(ids()).toEqual(['kept']);
  });

  it('that will never be taken are dropped and counted', async () => {
    const before = meterStats().lost;
    listener.status = 400;
    track(call('bad'), options);
    await flush();
    expect([files(), meterStats().lost - before]).toEqual([[], 1]);
  });

  it('of a process that is gone are sent at the next start; those of one that runs are its own', async () => {
    const folder = join(options.spillFolder, listener.url.replace(/[^\w.-]+/g, '_'));
    mkdirSync(folder, { recursive: true });
    const line = (id: string) => `${JSON.stringify({ via: 'sdk', ...call(id) })}\n`;
    const gone = await promisify(execFile)(process.execPath, ['-p', 'process.pid']);
    writeFileSync(join(folder, `${gone.stdout.trim()}-abc-0.ndjson`), line('left behind') + line('and this'));
    writeFileSync(join(folder, `${process.ppid}-abc-0.ndjson`), line('still at work'));
    track(call('new'), options);
    await flush();
    expect(ids().sort()).toEqual(['and this', 'left behind', 'new']);
    expect(files()).toHaveLength(1);
  });

  it('are never more than there is room for: the oldest go to the file, and it is bounded, too', async () => {
    listener.status = 0;
    const before = meterStats();
    const long = 'x'.repeat(500);
    const wide = { user: long, feature: long, task: long, agent: long, session: long, project: long };
    for (let index = 0; index < MAX_QUEUED_CALLS; index += 1)
      track({ ...call(`c${index}`), ...wide }, options);
    expect(meterStats().waiting - before.waiting).toBeLessThanOrEqual(MAX_QUEUED_CALLS);
    for (let index = 0; index < 1_000; index += 1) track({ ...call(`d${index}`), ...wide }, options);
    expect(meterStats().waiting - before.waiting).toBeLessThanOrEqual(MAX_QUEUED_CALLS);
    await flush();
    const bytes = files().reduce((sum, path) => sum + statSync(path).size, 0);
    expect(bytes).toBeLessThanOrEqual(MAX_SPILL_BYTES);
    const { spilled, lost } = meterStats();
    expect(spilled - before.spilled + (lost - before.lost)).toBe(MAX_QUEUED_CALLS + 1_000);
    expect(lost).toBeGreaterThan(before.lost);
  });

  it('go to no folder that somebody else has laid a link to', async () => {
    const link = join(freshFolder(), 'link');
    const elsewhere = freshFolder();
    symlinkSync(elsewhere, link);
    listener.status = 0;
    const before = meterStats().lost;
    track(call('x'), { ...options, spillFolder: link });
    await flush();
    expect(meterStats().lost - before).toBe(1);
    expect(files(elsewhere)).toEqual([]);
  });
});
