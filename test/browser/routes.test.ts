import { afterEach, describe, expect, it } from 'vitest';
import { type OpenedPage, openPage, shown } from './page.test-kit.ts';
import { numberIn, rowsOf } from './reading.test-kit.ts';
import { useBrowser, useDemo } from './world.test-kit.ts';

/** What calls are made for, as a person looks into it: the slowest first, one customer, how to name a feature. */
const browser = useBrowser();
const meterline = useDemo();
let opened: OpenedPage;
const open = async (query: string): Promise<OpenedPage['page']> => {
  opened = await openPage(browser(), { url: meterline().url, path: `/routes?${query}` });
  return opened.page;
};
afterEach(() => opened.close());

/** As the command prints it; of whole days, in which nothing changes while the test runs. */
const PAST = 'from=60d&to=yesterday&compare=off';
interface Route {
  readonly key: { readonly feature: string | null; readonly tenant: string | null; readonly model: string };
  readonly calls: number;
  readonly errorRate: number;
  readonly timedCalls: number;
  readonly latencyP95Ms: number | null;
  readonly tokensPerSecond: number | null;
}
const asked = (...args: readonly string[]): readonly Route[] =>
  (
    meterline().json('routes', '--since', '60d', '--until', 'yesterday', ...args) as {
      readonly rows: readonly Route[];
    }
  ).rows;

describe('the routes', () => {
  it('are those of the command, with how many calls say how long they took', async () => {
    const page = await open(PAST);
    const rows = await rowsOf(page, 'Routes');
    const known = asked();
    expect(
      rows.map(([feature, tenant, model]) => [feature?.text.split('\n')[0], tenant?.text, model?.text]),
    ).toEqual(known.map(({ key }) => [key.feature ?? '(none)', key.tenant ?? '(none)', key.model]));
    for (const [i, cells] of rows.entries()) {
      const route = known[i]!;
      expect(numberIn(cells[4]!.title ?? '')).toBe(route.calls);
      expect(cells[6]!.text === '–').toBe(route.latencyP95Ms === null);
      if (route.latencyP95Ms !== null) expect(numberIn(cells[6]!.title ?? '')).toBe(route.timedCalls);
      if (route.tokensPerSecond !== null)
        expect(numberIn(cells[8]!.text)).toBeCloseTo(route.tokensPerSecond, -0.5);
    }
    const timed = known.reduce((sum, { timedCalls }) => sum + timedCalls, 0);
    expect(timed).toBeGreaterThan(100);
    await page.getByText(`Times are known of ${timed.toLocaleString('en-US')} of`).waitFor();
    expect(opened.errors).toEqual([]);
  });

  it('stand with the slowest first, and those of which nothing is known last', async () => {
    const page = await open(PAST);
    await page.getByRole('button', { name: 'p95' }).click();
    await page.waitForURL(/[?&]sort=p95/);
    await shown(page);
    const found = (await rowsOf(page, 'Routes')).map((cells) => cells[6]!.text);
    const slowest = asked()
      .filter(({ latencyP95Ms }) => latencyP95Ms !== null)
      .sort((a, b) => b.latencyP95Ms! - a.latencyP95Ms!);
    expect(found.filter((text) => text !== '–')).toHaveLength(slowest.length);
    expect(found.slice(slowest.length).every((text) => text === '–')).toBe(true);
    const [first] = await rowsOf(page, 'Routes');
    expect(first?.[2]?.text).toBe(slowest[0]?.key.model);
  });

  it('are those of a feature, or of a customer, after a click', async () => {
    const page = await open(PAST);
    await page.getByRole('button', { name: 'Only routes with a feature' }).click();
    await shown(page);
    await expect
      .poll(async () => (await rowsOf(page, 'Routes')).length)
      .toBe(asked('--where', 'feature!=').length);
    await page.getByRole('button', { name: 'globex', exact: true }).first().click();
    await page.waitForURL(/where=tenant%3Dglobex/);
    const only = asked('--where', 'feature!=', '--where', 'tenant=globex').length;
    await expect.poll(async () => (await rowsOf(page, 'Routes')).length).toBe(only);
    expect(only).toBeGreaterThan(0);
    expect(opened.errors).toEqual([]);
  });

  it('say how to name a feature where no call does', async () => {
    const page = await open(`${PAST}&where=app%3Dcodex`);
    await page.getByText('None of these calls says what it is for.').waitFor();
    await page.getByText('None of these', { exact: false }).nth(1).waitFor();
    await page.getByRole('button', { name: 'Copy a header of the request' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'x-meterline-feature: answer-ticket',
    );
    await page.getByText(`${meterline().url}/with/feature=answer-ticket,tenant=acme/openai/v1`).waitFor();
    await page.getByRole('link', { name: 'Connect a program first' }).click();
    await page.waitForURL(/\/connect/);
    expect(opened.errors).toEqual([]);
  });

  it('show their names where the window is narrow', async () => {
    const page = await open(PAST);
    await page.setViewportSize({ width: 390, height: 900 });
    const name = page.locator('.route-name').first();
    await name.getByRole('button').nth(2).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Tenant' }).isVisible()).toBe(false);
  });
});
