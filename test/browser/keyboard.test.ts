import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goTo, type OpenedPage, openPage, shown } from './page.test-kit.ts';
import { PAGES } from './pages.test-kit.ts';
import { useBrowser, useDemo } from './world.test-kit.ts';

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

/** The part of the address that a page's state stands in. */
const addressOf = (page: OpenedPage['page']): string => page.url().slice(meterline().url.length);

describe('the keys', () => {
  beforeEach(async () => {
    await open('/');
  });

  it('are shown by ? and put away by Escape', async () => {
    const { page } = opened;
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    await sheet.waitFor();
    for (const { name } of PAGES) expect(await sheet.innerText()).toContain(name);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  it('go to every page by g and its letter', async () => {
    const { page } = opened;
    for (const { key, name, path } of [...PAGES].reverse()) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      expect(addressOf(page)).toBe(path);
    }
  });

  it('change the time and the comparison, and leave the browser its own', async () => {
    const { page } = opened;
    await page.keyboard.press('d');
    await page.waitForURL(/[?&]period=7d/);
    await page.keyboard.press('x');
    await page.waitForURL(/[?&]compare=off/);
    await page.keyboard.press('Control+m');
    await page.keyboard.press('Alt+t');
    expect(addressOf(page)).toBe('/?period=7d&compare=off');
    await page.keyboard.press('m');
    await page.waitForURL(/\/\?compare=off$/);
  });

  it('are letters in a field', async () => {
    const { page } = opened;
    await page.keyboard.press('f');
    const field = page.getByRole('dialog').getByRole('searchbox');
    await field.fill('');
    await field.press('d');
    await field.press('?');
    expect(await field.inputValue()).toBe('d?');
    expect(addressOf(page)).toBe('/');
    // The browser's search field takes the first Escape for itself: it empties the field.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('clear the filters by Escape', async () => {
    const { page } = opened;
    await page.goto(`${meterline().url}/?where=app%3Dcodex`);
    await shown(page);
    await page.getByRole('button', { name: /^Remove filter/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Remove filter/ }).waitFor({ state: 'detached' });
    expect(addressOf(page)).toBe('/');
  });
});

describe('the focus', () => {
  interface Focused {
    readonly name: string;
    readonly visible: boolean;
  }
  /** What has the focus from now on, one after the other, and whether that can be seen. */
  const followFocus = (page: OpenedPage['page']): Promise<void> =>
    page.evaluate(() => {
      const followed: Focused[] = [];
      Object.assign(window, { followed });
      document.addEventListener('focusin', ({ target }) => {
        const element = target as Element;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const { width, height } = element.getBoundingClientRect();
        const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
        followed.push({
          name: `${element.tagName.toLowerCase()} ${name.trim().slice(0, 40)}`,
          visible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0 && width > 0 && height > 0,
        });
      });
    });
  /** What had it since then. */
  const followed = (page: OpenedPage['page']): Promise<readonly Focused[]> =>
    page.evaluate(() => (window as { followed?: Focused[] }).followed?.splice(0) ?? []);

  it('begins with a way past the navigation', async () => {
    const page = await open('/');
    await followFocus(page);
    await page.keyboard.press('Tab');
    expect(await followed(page)).toEqual([{ name: 'a To the content', visible: true }]);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  it('is seen wherever Tab leads, on every page', async () => {
    const page = await open('/');
    await followFocus(page);
    const unseen: string[] = [];
    for (const { name } of PAGES) {
      await goTo(page, name);
      await followed(page);
      for (let step = 0; step < STEPS; step += 1) await page.keyboard.press('Tab');
      const seen = await followed(page);
      expect(seen.length, name).toBeGreaterThan(FEWEST);
      unseen.push(...seen.filter(({ visible }) => !visible).map((at) => `${name}: ${at.name}`));
    }
    expect(unseen).toEqual([]);
  });

  it('comes back to the button that opened a dialog', async () => {
    const page = await open('/');
    const button = page.getByRole('button', { name: '+ Filter' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('+ Filter');
  });
});

/** Enough to pass the question and a good part of the page. */
const STEPS = 30;
/** As many as have the focus on any page: behind the last one it leaves the page, and comes back. */
const FEWEST = 10;
