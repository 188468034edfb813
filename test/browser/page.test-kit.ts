import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

export const WIDTHS = [390, 1440] as const;
export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const HEIGHT = 900;
/** What the browser waits for comes within this time, or never. */
const PATIENCE_MS = 15_000;

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
  readonly height?: number;
  readonly theme?: Theme;
  /** Zone of the browser's clock; default UTC. */
  readonly zone?: string;
  /** Runs in the page before any script of it. */
  readonly before?: () => void;
}

/** Opens a page in a profile of its own and waits until it shows its data. */
export const openPage = async (browser: Browser, opening: Opening): Promise<OpenedPage> => {
  const context = await browser.newContext({
    viewport: { width: opening.width ?? 1440, height: opening.height ?? HEIGHT },
    colorScheme: opening.theme ?? 'light',
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: opening.zone ?? 'UTC',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  if (opening.before) await page.addInitScript(opening.before);
  const errors = errorsOf(page);
  await page.goto(`${opening.url}${opening.path ?? '/'}`);
  await shown(page);
  return { page, errors, close: () => context.close() };
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
      .map((element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`);
  });

/** Keeps a picture when the variable SCREENSHOTS names a folder: for the eye of whoever works on the pages. */
export const keepScreenshot = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
};
