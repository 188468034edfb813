import { writeDemoLogs } from '@meterline/sources/demo';
import { afterEach, describe, expect, it } from 'vitest';
import { appendCall } from '../append-call.ts';
import { type OpenedPage, openPage, shown } from './page.test-kit.ts';
import { useBrowser, useMeterline } from './world.test-kit.ts';

/** The list of sessions, one of them, and why a call cost what it did, as a person goes through them. */
const browser = useBrowser();
const meterline = useMeterline({
  fill: (home) => {
    writeDemoLogs(home, Date.now());
    appendCall(home, { id: 'before', input: 10 });
  },
});
let opened: OpenedPage;
const open = async (path: string): Promise<OpenedPage['page']> => {
  opened = await openPage(browser(), { url: meterline().url, path });
  return opened.page;
};
afterEach(() => opened.close());

type Page = OpenedPage['page'];
const row = (page: Page, index: number) => page.locator(`[role="row"][data-index="${index}"]`);
const addressOf = (page: Page): string => page.url().slice(meterline().url.length);
const idIn = (page: Page, index: number): Promise<string | null> =>
  row(page, index).locator('.mono').getAttribute('title');

interface Sessions {
  readonly rows: readonly { readonly key: { readonly session: string; readonly app: string } }[];
}
const sessionsBy = (order: string, limit: number): Sessions['rows'] =>
  (meterline().json('sessions', '--period', 'all', '--sort', order, '--limit', String(limit)) as Sessions)
    .rows;

describe('the list', () => {
  it('says how long it is, and renders what is in view', async () => {
    const page = await open('/sessions?period=all');
    const count = sessionsBy('newest', 10_000).length;
    const grid = page.getByRole('grid', { name: 'Sessions' });
    expect(await grid.getAttribute('aria-rowcount')).toBe(String(count + 1));
    expect(await page.locator('.grid-rows > [role="row"]').count()).toBeLessThan(count);
    await row(page, 0).focus();
    await page.keyboard.press('End');
    await page.waitForFunction(
      (last) => document.activeElement?.getAttribute('aria-rowindex') === last,
      String(count + 1),
    );
    expect(opened.errors).toEqual([]);
  });

  it('is in the order of the command, and opens by keys', async () => {
    const page = await open('/sessions?period=all&sort=cost');
    const asked = sessionsBy('cost', 3);
    expect(await Promise.all([0, 1, 2].map((index) => idIn(page, index)))).toEqual(
      asked.map(({ key }) => key.session),
    );
    await row(page, 0).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/sessions/${asked[1]?.key.session}`));
    await page.goBack();
    await page.getByRole('grid', { name: 'Sessions' }).waitFor();
    expect(addressOf(page)).toBe('/sessions?period=all&sort=cost');
    expect(opened.errors).toEqual([]);
  });

  it('is searched from the address and from the field', async () => {
    const page = await open('/sessions?period=all&q=no-session-is-called-so');
    await page.getByText('No session fits.').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('workspace');
    await page.waitForURL(/[?&]q=workspace/);
    await row(page, 0).filter({ hasText: 'workspace' }).waitFor();
    expect(opened.errors).toEqual([]);
  });

  it('does not move when another session begins, until that is wanted', async () => {
    const page = await open('/sessions');
    const first = await idIn(page, 0);
    appendCall(meterline().home, { id: 'one', input: 10, session: 'begun-just-now' });
    const say = page.getByRole('button', { name: '1 new session · show' });
    await say.waitFor();
    expect(await idIn(page, 0)).toBe(first);
    await say.click();
    await row(page, 0)
      .filter({ hasText: 'begun-just-now'.slice(0, 12) })
      .waitFor();
    expect(await say.count()).toBe(0);
    expect(opened.errors).toEqual([]);
  });
});

describe('a session', () => {
  const openDearest = async (): Promise<Page> => {
    const [dearest] = sessionsBy('cost', 1);
    const page = await open(`/sessions/${dearest?.key.session}?app=${dearest?.key.app}`);
    await row(page, 0).waitFor();
    return page;
  };

  it('explains each call as the command does', async () => {
    const page = await openDearest();
    const before = addressOf(page);
    await row(page, 0).locator('.why').click();
    const panel = page.getByRole('dialog', { name: 'Why this number?' });
    await panel.getByText('API list price', { exact: true }).waitFor();
    const call = new URL(page.url()).searchParams.get('call') ?? '';
    const { totals } = meterline().json('explain', call) as { totals: { listUsd: string } };
    const sum = await panel
      .locator('.call-table')
      .first()
      .locator('tr')
      .last()
      .locator('td')
      .last()
      .innerText();
    expect(Number(sum)).toBe(Number(totals.listUsd));
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(addressOf(page)).toBe(before);
    expect(opened.errors).toEqual([]);
  });

  it('keeps the call in the address: back, forward and a reload show it or not', async () => {
    const page = await openDearest();
    const panel = page.getByRole('dialog', { name: 'Why this number?' });
    await row(page, 1).focus();
    await page.keyboard.press('Enter');
    await panel.waitFor();
    await page.goBack();
    await panel.waitFor({ state: 'detached' });
    await page.goForward();
    await panel.waitFor();
    await page.reload();
    await shown(page);
    await panel.waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(opened.errors).toEqual([]);
  });

  it('leads from the timeline to the call', async () => {
    const page = await openDearest();
    await page.getByRole('slider', { name: /^Calls of the timeline/ }).focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'row');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^3/);
    expect(opened.errors).toEqual([]);
  });

  it('that is unknown says so, with a way back', async () => {
    const page = await open('/sessions/no-such-session');
    await page.getByRole('heading', { level: 1, name: 'No such session' }).waitFor();
    await page.getByRole('link', { name: 'All sessions' }).click();
    await page.getByRole('grid', { name: 'Sessions' }).waitFor();
  });
});
