import { afterEach, describe, expect, it } from 'vitest';
import { appendCall } from '../append-call.ts';
import { type OpenedPage, openPage } from './page.test-kit.ts';
import { tileOf } from './reading.test-kit.ts';
import { useBrowser, useMeterline } from './world.test-kit.ts';

/** Numbers move under an open page, whatever happens to the server behind it. */
const browser = useBrowser();
const meterline = useMeterline({ fill: (home) => appendCall(home, { id: 'before', input: 1000 }) });
let opened: OpenedPage;
const open = async (path: string, before?: () => void): Promise<OpenedPage['page']> => {
  opened = await openPage(browser(), { url: meterline().url, path, ...(before ? { before } : {}) });
  return opened.page;
};
afterEach(() => opened.close());

const showsCalls = (page: OpenedPage['page'], calls: number): Promise<void> =>
  tileOf(page, 'Calls')
    .locator('.kpi-figure')
    .filter({ hasText: new RegExp(`^${calls}$`) })
    .waitFor();

describe('a call that is logged', () => {
  it('is in the figures of an open page, and a row of the live page', async () => {
    const page = await open('/?period=today');
    const live = await openPage(browser(), { url: meterline().url, path: '/live' });
    await showsCalls(page, 1);
    appendCall(meterline().home, { id: 'live', input: 2222 });
    await showsCalls(page, 2);
    await live.page.getByRole('row').filter({ hasText: '2,222' }).waitFor();
    expect([...opened.errors, ...live.errors]).toEqual([]);
    await live.close();
  });

  it('is shown where the browser has no event stream', async () => {
    const page = await open('/?period=today', () => {
      Reflect.deleteProperty(globalThis, 'EventSource');
    });
    await page.getByRole('status').filter({ hasText: 'Every 3 s' }).waitFor();
    await showsCalls(page, 2);
    appendCall(meterline().home, { id: 'polled', input: 3333 });
    await showsCalls(page, 3);
    expect(opened.errors).toEqual([]);
  });
});

describe('a server that is stopped', () => {
  it('leaves the last figures on the page, which says so and goes on when it is back', async () => {
    const page = await open('/?period=today');
    await showsCalls(page, 3);
    expect(await meterline().stop()).toEqual({ code: 0, signal: null });
    const banner = page.getByRole('alert').filter({ hasText: 'Meterline does not answer' });
    await banner.waitFor();
    await showsCalls(page, 3);
    appendCall(meterline().home, { id: 'meanwhile', input: 4444 });
    await meterline().start();
    await showsCalls(page, 4);
    await banner.waitFor({ state: 'detached' });
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  });

  it('is said on a page that is opened in between, and put right without a hand', async () => {
    const page = await open('/?period=today');
    await showsCalls(page, 4);
    // Pages that were not opened yet are loaded a moment after the first.
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('/assets/pages-')),
    );
    await meterline().stop();
    await page.getByRole('alert').first().waitFor();
    await page.getByRole('link', { name: 'Models' }).click();
    await page.getByRole('heading', { level: 1, name: 'Models' }).waitFor();
    await page.getByRole('alert').first().waitFor();
    await meterline().start();
    await page.getByRole('alert').first().waitFor({ state: 'detached' });
    await page
      .getByRole('cell', { name: /claude-sonnet-4-6/ })
      .first()
      .waitFor();
  });
});
