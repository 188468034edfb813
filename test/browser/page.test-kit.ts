import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, ConsoleMessage, Frame, Page, Response } from 'playwright-core';
import { PAGES } from './pages.test-kit.ts';

export const WIDTHS = [390, 1440] as const;
export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const HEIGHT = 900;

export interface OpenedPage {
  readonly page: Page;
  /** Errors of scripts, of the console and of the Content-Security-Policy, and answers of 500 and above. */
  readonly errors: readonly string[];
  /** Nothing may be done with the page afterwards. */
  readonly close: () => Promise<void>;
}

export interface Opening {
  readonly url: string;
  /** With its query; default `/`. */
  readonly path?: string;
  readonly width?: number;
  readonly theme?: Theme;
  /** Runs in the page before any script of it. */
  readonly before?: () => void;
}

/** Opens a page, afresh, and waits until it shows its data. */
export const openPage = async (browser: BrowserContext, opening: Opening): Promise<OpenedPage> => {
  const { page, leave } = await tabOf(browser, opening.before);
  await page.setViewportSize({ width: opening.width ?? 1440, height: HEIGHT });
  await page.emulateMedia({ colorScheme: opening.theme ?? 'light' });
  const { errors, forget } = errorsOf(page);
  await page.goto(`${opening.url}${opening.path ?? '/'}`);
  await shown(page);
  const close = async (): Promise<void> => {
    forget();
    await leave();
  };
  return { page, errors, close };
};

interface Tab {
  readonly page: Page;
  readonly leave: () => Promise<void>;
}

/** The tab of each profile that nobody looks at. */
const idle = new WeakMap<BrowserContext, Page>();

/**
 * A tab, the one that was left last where there is one: a new one takes the browser three times as long as a page. What
 * a script of the test has changed in it is never used again.
 */
const tabOf = async (browser: BrowserContext, before: Opening['before']): Promise<Tab> => {
  const left = before === undefined ? idle.get(browser) : undefined;
  if (left !== undefined) idle.delete(browser);
  const page = left ?? (await browser.newPage());
  if (before !== undefined) await page.addInitScript(before);
  const leave = async (): Promise<void> => {
    if (before !== undefined || idle.has(browser)) return page.close();
    idle.set(browser, page);
    // What comes to stand under the pointer next is not pointed at.
    await page.mouse.move(-1, -1);
  };
  return { page, leave };
};

/** What goes wrong from the next page on that the tab shows, until it is forgotten. */
const errorsOf = (page: Page): { readonly errors: readonly string[]; readonly forget: () => void } => {
  const errors: string[] = [];
  let shows = false;
  const onShown = (frame: Frame): void => {
    shows ||= frame === page.mainFrame();
  };
  const onScriptError = (error: Error): void => {
    if (shows) errors.push(`script: ${error.message}`);
  };
  const onMessage = (message: ConsoleMessage): void => {
    if (shows && ['error', 'warning'].includes(message.type()))
      errors.push(`console: ${message.text()} (${message.location().url})`);
  };
  const onAnswer = (answer: Response): void => {
    if ((shows || answer.request().isNavigationRequest()) && answer.status() >= 500)
      errors.push(`${answer.status()}: ${answer.url()}`);
  };
  page.on('framenavigated', onShown);
  page.on('pageerror', onScriptError);
  page.on('console', onMessage);
  page.on('response', onAnswer);
  const forget = (): void => {
    page.off('framenavigated', onShown);
    page.off('pageerror', onScriptError);
    page.off('console', onMessage);
    page.off('response', onAnswer);
  };
  return { errors, forget };
};

/** The page has its title, and nothing on it is still on its way. */
export const shown = async (page: Page): Promise<void> => {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(
    () => document.querySelector('[aria-busy="true"], [role="status"][aria-label="Loading"]') === null,
  );
};

/** Goes to another page as a person does, and waits until it shows its data. */
export const goTo = async (page: Page, name: string): Promise<void> => {
  const links = page.getByRole('navigation', { name: 'Pages' });
  const link = links.getByRole('link', { name, exact: true });
  // Where the screen is narrow the pages of one group are there.
  const group = PAGES.find((entry) => entry.name === name)?.group ?? '';
  if (!(await link.isVisible())) await links.getByRole('link', { name: group, exact: true }).click();
  await link.click();
  await links.locator('[aria-current="page"]', { hasText: name }).waitFor();
  await shown(page);
};

/** What stands out to the right of the page, beyond anything that scrolls by itself. Empty when all fits. */
export const overflowOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const clipped = (element: Element | null): boolean =>
      element !== null &&
      element !== document.body &&
      (getComputedStyle(element).overflowX !== 'visible' || clipped(element.parentElement));
    return [...document.querySelectorAll('body *')]
      .filter(
        (element) => element.getBoundingClientRect().right > width + 1 && !clipped(element.parentElement),
      )
      .map((element) =>
        [element.parentElement, element]
          .map((one) => `${one?.tagName.toLowerCase()}.${one?.getAttribute('class') ?? ''}`)
          .join(' > '),
      );
  });

/** Keeps a picture when the variable SCREENSHOTS names a folder: for the eye of whoever works on the pages. */
export const keepScreenshot = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
};
