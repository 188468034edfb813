import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { PAGES } from './pages.test-kit.ts';

export const WIDTHS = [390, 1440] as const;
export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const HEIGHT = 900;

export interface OpenedPage {
  readonly page: Page;
  /** Errors of scripts, of the console and of the Content-Security-Policy, and answers of 500 and above. */
  readonly errors: readonly string[];
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
  const page = await browser.newPage();
  await page.setViewportSize({ width: opening.width ?? 1440, height: HEIGHT });
  await page.emulateMedia({ colorScheme: opening.theme ?? 'light' });
  if (opening.before) await page.addInitScript(opening.before);
  const errors = errorsOf(page);
  await page.goto(`${opening.url}${opening.path ?? '/'}`);
  await shown(page);
  return { page, errors, close: () => page.close() };
};

const errorsOf = (page: Page): string[] => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      errors.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) errors.push(`${response.status()}: ${response.url()}`);
  });
  return errors;
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
