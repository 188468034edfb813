import { afterEach, describe, expect, it } from 'vitest';
import { goTo, type OpenedPage, openPage, shown } from './page.test-kit.ts';
import { PAGES } from './pages.test-kit.ts';
import { exactOf, numberIn, tileOf } from './reading.test-kit.ts';
import { useBrowser, useDemo } from './world.test-kit.ts';

/** Everything that a page shows stands in its address. */
const browser = useBrowser();
const meterline = useDemo();
let opened: OpenedPage;
const open = async (path: string): Promise<OpenedPage['page']> => {
  opened = await openPage(browser(), { url: meterline().url, path });
  return opened.page;
};
afterEach(async () => {
  expect(opened.errors).toEqual([]);
  await opened.close();
});

type Page = OpenedPage['page'];
const chips = (page: Page): Promise<string[]> => page.locator('.chip-text').allInnerTexts();
const callsOn = async (page: Page): Promise<number> => {
  await shown(page);
  return numberIn(await exactOf(page, 'Calls'));
};
const ASKED = '/?period=7d&where=app%3Dcodex&where=model%21%3Dgpt-5.4-mini&metric=tokens&compare=off';
const CHIPS = ['App is codex', 'Model is not gpt-5.4-mini'];

describe('the address', () => {
  it('says what is shown, and says it again after loading again', async () => {
    const page = await open(ASKED);
    const seen = async () => ({
      chips: await chips(page),
      pressed: await page.locator('[aria-pressed="true"], [aria-checked="true"]').allInnerTexts(),
      calls: await callsOn(page),
    });
    const before = await seen();
    expect(before.chips).toEqual(CHIPS);
    expect(before.calls).toBeGreaterThan(0);
    await page.reload();
    await shown(page);
    expect(await seen()).toEqual(before);
  });

  it('goes back and forth with the browser', async () => {
    const page = await open('/');
    const all = await callsOn(page);
    await page.getByRole('group', { name: 'Apps' }).getByRole('button', { name: 'codex' }).click();
    await page.waitForURL(/where=app/);
    const codex = await callsOn(page);
    await page.getByRole('group', { name: 'Models' }).getByRole('button', { name: 'gpt-5.4-mini' }).click();
    await page.waitForURL(/where=app.*where=model/);
    expect(await callsOn(page)).toBeLessThan(codex);
    await page.goBack();
    expect([await chips(page), await callsOn(page)]).toEqual([['App is codex'], codex]);
    await page.goBack();
    expect([await chips(page), await callsOn(page)]).toEqual([[], all]);
    await page.goForward();
    expect([await chips(page), await callsOn(page)]).toEqual([['App is codex'], codex]);
  });

  it('takes filters, time and measure along to every page that asks', async () => {
    const page = await open(ASKED);
    const question = new URL(page.url()).search;
    for (const { name, path } of PAGES) {
      await goTo(page, name);
      expect(new URL(page.url()).pathname).toBe(path);
      expect(new URL(page.url()).search, name).toBe(question);
    }
  });

  it('is read as far as it can be', async () => {
    const nonsense = 'period=never&where=nonsense&metric=&by=%00&interval=eon&from=x&to=';
    const page = await open(`/?${nonsense}&where=app%3Dcodex`);
    expect(await chips(page)).toEqual(['App is codex']);
    expect(await callsOn(page)).toBeGreaterThan(0);
  });

  it('of no page leads back', async () => {
    const page = await open('/nowhere?period=7d');
    await page.getByRole('heading', { level: 1, name: 'No such page' }).waitFor();
    await page.getByRole('link', { name: 'To the overview' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(page.url()).toMatch(/\/\?period=7d$/);
  });
});

describe('a click on a value', () => {
  it('adds a chip that leaves its calls only, and the chip goes away by its cross', async () => {
    const page = await open('/?compare=off');
    const all = await callsOn(page);
    await page.getByRole('group', { name: 'Apps' }).getByRole('button', { name: 'gemini-cli' }).click();
    await page.getByRole('button', { name: 'Remove filter: App is gemini-cli' }).waitFor();
    const few = await callsOn(page);
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThan(all);
    expect(await tileOf(page, 'Calls').innerText()).toContain(String(few));
    await page.locator('.chip-text').click();
    await page.getByRole('button', { name: 'Remove filter: App is not gemini-cli' }).waitFor();
    expect(await callsOn(page)).toBe(all - few);
    await page.getByRole('button', { name: /^Remove filter/ }).click();
    expect(await callsOn(page)).toBe(all);
  });
});

describe('a filter that matches nothing', () => {
  it.each(['/', '/models', '/sessions', '/cache', '/activity'])(
    'is said at %s, and can be dropped',
    async (path) => {
      const page = await open(`${path}?where=model%3Dno-such-model`);
      expect(await page.locator('main').innerText()).not.toMatch(/\b(NaN|undefined|null|Infinity|Invalid)\b/);
      await page
        .getByRole('button', { name: /^(Drop|Clear filters)/ })
        .first()
        .click();
      await shown(page);
      expect(await chips(page)).toEqual([]);
      await page.getByText(/^(No calls here|No session fits)\.$/).waitFor({ state: 'detached' });
    },
  );
});
