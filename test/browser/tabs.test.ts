import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { appendCall } from '../append-call.ts';
import { shown } from './page.test-kit.ts';
import { tileOf } from './reading.test-kit.ts';
import { useBrowser, useMeterline } from './world.test-kit.ts';

/** Browsers open six connections to a server, whatever the number of tabs. */
const TABS = 9;
const browser = useBrowser();
const meterline = useMeterline({ fill: (home) => appendCall(home, { id: 'before', input: 1000 }) });

const showsCalls = (page: Page, calls: number): Promise<void> =>
  tileOf(page, 'Calls')
    .locator('.kpi-figure')
    .filter({ hasText: new RegExp(`^${calls}$`) })
    .waitFor();

describe('more tabs than a browser has connections', () => {
  it('all show their figures and hear of a call, also when the tab that listens is closed', async () => {
    const tabs: Page[] = [];
    const open = async (): Promise<Page> => {
      const page = await browser().newPage();
      await page.goto(`${meterline().url}/?period=today`);
      await shown(page);
      return page;
    };
    for (let i = 0; i < TABS; i++) tabs.push(await open());
    for (const page of tabs) await showsCalls(page, 1);
    appendCall(meterline().home, { id: 'second', input: 10 });
    for (const page of tabs) await showsCalls(page, 2);
    await tabs.shift()?.close();
    appendCall(meterline().home, { id: 'third', input: 10 });
    for (const page of tabs) {
      await showsCalls(page, 3);
      expect(await page.getByRole('status').filter({ hasText: 'Live' }).count()).toBe(1);
    }
    for (const page of tabs) await page.close();
  });
});
