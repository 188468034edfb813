import { writeDemoLogs } from '@meterline/sources/demo';
import { afterEach, describe, expect, it } from 'vitest';
import { appendCall } from '../append-call.ts';
import { axeViolations } from './axe.test-kit.ts';
import { type OpenedPage, openPage, shown } from './page.test-kit.ts';
import { useBrowser, useMeterline } from './world.test-kit.ts';

/** The list of calls and the page of one, as a person goes through them. */
const browser = useBrowser();
const meterline = useMeterline({ fill: (home) => void writeDemoLogs(home, Date.now()) });
let opened: OpenedPage;
const open = async (path: string, width = 1440): Promise<OpenedPage['page']> => {
  opened = await openPage(browser(), { url: meterline().url, path, width });
  return opened.page;
};
afterEach(() => opened.close());

/** For some pages of the list, one behind the other. */
const PATIENCE_MS = 15_000;

type Page = OpenedPage['page'];
const row = (page: Page, index: number) => page.locator(`[role="row"][data-index="${index}"]`);
const addressOf = (page: Page): string => page.url().slice(meterline().url.length);

interface Calls {
  readonly rows: readonly { readonly key: { readonly call: string }; readonly status: string }[];
}
const callsBy = (...flags: readonly string[]): Calls['rows'] =>
  (meterline().json('calls', ...flags) as Calls).rows;
const idIn = async (page: Page, index: number): Promise<string | undefined> =>
  (await row(page, index).locator('.is-time a').getAttribute('href'))?.split(/[/?]/)[2];

/** Calls that a program of one's own sends. */
const send = async (call: object): Promise<void> => {
  const answer = await fetch(`${meterline().url}/api/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ provider: 'openai', model: 'gpt-5.4', app: 'shop', ...call }),
  });
  expect(answer.status).toBe(200);
};

describe('the list', () => {
  it('is in the order of the command, and is read down to its end', async () => {
    const page = await open('/calls?period=7d');
    const asked = callsBy('--period', '7d', '--limit', '100000');
    expect(await Promise.all([0, 1, 2].map((index) => idIn(page, index)))).toEqual(
      asked.slice(0, 3).map(({ key }) => key.call),
    );
    const grid = page.getByRole('grid', { name: 'Calls' });
    expect(Number(await grid.getAttribute('aria-rowcount'))).toBeLessThan(asked.length);
    // Each page is asked for when the one before it has been read.
    await row(page, 0).focus();
    await expect
      .poll(
        async () => {
          await page.keyboard.press('End');
          return grid.getAttribute('aria-rowcount');
        },
        { timeout: PATIENCE_MS },
      )
      .toBe(String(asked.length + 1));
    await page.keyboard.press('End');
    await row(page, asked.length - 1).waitFor();
    expect(await idIn(page, asked.length - 1)).toBe(asked.at(-1)?.key.call);
    expect(await page.locator('.grid-rows > [role="row"]').count()).toBeLessThan(asked.length);
    expect(opened.errors).toEqual([]);
  });

  it('shows what failed by the address, by the choice and by a click, and the command for it', async () => {
    const page = await open('/calls?period=all&status=failed');
    const failed = callsBy('--period', 'all', '--status', 'failed', '--limit', '100000');
    expect(failed.length).toBeGreaterThan(0);
    await page.getByRole('heading', { level: 2, name: `${failed.length} calls` }).waitFor();
    expect(await idIn(page, 0)).toBe(failed[0]?.key.call);
    await page.getByRole('button', { name: 'Copy as command' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'meterline calls --period all --status failed',
    );
    await page.getByLabel('Status').selectOption('ok');
    await page.waitForURL(/[?&]status=ok/);
    await shown(page);
    await page.getByLabel('Status').selectOption('all');
    await page.waitForURL(/\/calls\?period=all$/);
    await shown(page);
    await page.getByRole('button', { name: 'ok', exact: true }).first().click();
    await page.waitForURL(/[?&]status=ok/);
    expect(opened.errors).toEqual([]);
  });

  it('says so where nothing fits, and leads back', async () => {
    const page = await open('/calls?status=aborted&where=app%3Dgemini-cli');
    await page.getByText('No call fits.').waitFor();
    await page.getByRole('button', { name: 'Show any status' }).click();
    await row(page, 0).waitFor();
    expect(opened.errors).toEqual([]);
  });

  it('does not move when calls come, until that is wanted', async () => {
    const page = await open('/calls');
    const first = await idIn(page, 0);
    appendCall(meterline().home, { id: 'one', input: 11 });
    appendCall(meterline().home, { id: 'two', input: 22 });
    const say = page.getByRole('button', { name: '2 new calls · show' });
    await say.waitFor();
    expect(await idIn(page, 0)).toBe(first);
    await say.click();
    await row(page, 2).locator(`.is-time a[href*="${first}"]`).waitFor();
    expect(await say.count()).toBe(0);
    expect(opened.errors).toEqual([]);
  });

  it('says nothing of calls that it would not show', async () => {
    const page = await open('/calls?where=app%3Dshop');
    appendCall(meterline().home, { id: 'elsewhere', input: 1 });
    await send({ id: 'here', tokens: { input: 5, output: 5 } });
    await page.getByRole('button', { name: '1 new call · show' }).waitFor();
    expect(opened.errors).toEqual([]);
  });
});

describe('a call', () => {
  it('opens by keys at an address of its own, with the arithmetic that the command prints', async () => {
    const page = await open('/calls?where=app%3Dcodex');
    const id = await idIn(page, 0);
    await row(page, 0).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/calls/${id}`));
    await page.getByText('API list price', { exact: true }).waitFor();
    const { totals } = meterline().json('explain', id ?? '') as { totals: { listUsd: string } };
    const sum = await page
      .locator('.call-table')
      .first()
      .locator('tr')
      .last()
      .locator('td')
      .last()
      .innerText();
    expect(Number(sum)).toBe(Number(totals.listUsd));
    await page.reload();
    await shown(page);
    await page.getByRole('link', { name: 'All calls' }).click();
    await row(page, 0).waitFor();
    expect(addressOf(page)).toBe('/calls?where=app%3Dcodex');
    expect(opened.errors).toEqual([]);
  });

  it('shows how long it took and how fast it was, and names what is not known', async () => {
    await send({
      id: 'timed',
      tokens: { input: 100, output: 201 },
      latencyMs: 3000,
      timeToFirstTokenMs: 1000,
      attempt: 2,
      via: 'sdk',
    });
    const [call] = callsBy('--limit', '1', '--where', 'app=shop');
    const page = await open(`/calls/${call?.key.call}`, 390);
    const timing = page.getByRole('region', { name: /^Timing/ });
    expect(await timing.innerText()).toMatch(/1\.0 s[\s\S]*2\.0 s[\s\S]*100 tokens\/s/);
    expect(await page.getByRole('region', { name: /^Attempts/ }).innerText()).toContain('attempt 2');
    const unknown = await page.getByRole('region', { name: 'What is not known' }).innerText();
    expect(unknown).toContain('Tokens: cache read, reasoning');
    expect(unknown).toContain('Whose it was: session, project, user, feature');
    expect(await axeViolations(page)).toEqual([]);
    expect(opened.errors).toEqual([]);
  });

  it('that is unknown says so, with a way back', async () => {
    const page = await open('/calls/0123456789abcdef');
    await page.getByRole('heading', { level: 1, name: 'No such call' }).waitFor();
    await page.getByRole('link', { name: 'All calls' }).click();
    await row(page, 0).waitFor();
  });
});
