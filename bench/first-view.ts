// How soon does a browser show the figures of the first page, and a call that was just logged?
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDemoLogs } from '@meterline/sources/demo';
import type { Browser } from 'playwright-core';
import { appendCall } from '../test/append-call.ts';
import { launchChromium } from '../test/launch-chromium.ts';
import { meterlineIn, type Running } from '../test/serve-meterline.ts';

export interface FirstViewOptions {
  /** Times that the first page is opened, each with an empty cache. */
  readonly openings: number;
  /** Calls that are logged one by one under an open page. */
  readonly calls: number;
}

export interface FirstViewFigures {
  /** From the navigation until the figures stand on the page, a value for each opening. */
  readonly shownMs: readonly number[];
  /** From the end of a line in a log until the live page has its row. */
  readonly liveMs: readonly number[];
}

/** In the page, before its scripts: notes when the row of figures is there, on the clock of the navigation. */
const NOTE_FIGURES = `new MutationObserver((_, observer) => {
  if (document.querySelector('.kpi-figure') === null) return;
  window.shownAt = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });`;

export const run = async ({ openings, calls }: FirstViewOptions): Promise<FirstViewFigures> => {
  const home = mkdtempSync(join(tmpdir(), 'meterline-first-view-'));
  const meterline = await meterlineIn({ home, fill: () => writeDemoLogs(home, Date.now()) });
  const browser = await launchChromium();
  try {
    await meterline.start();
    const shownMs: number[] = [];
    for (let opening = 0; opening < openings; opening += 1)
      shownMs.push(await firstView(browser, meterline.url));
    return { shownMs, liveMs: await liveCalls(browser, meterline, calls) };
  } finally {
    await browser.close();
    await meterline.stop();
    rmSync(home, { recursive: true, force: true });
  }
};

/** In the page: waits, a frame at a time, until an expression gives something. */
const onceInPage = (expression: string): string => `new Promise((resolve) => {
  const look = () => {
    const given = ${expression};
    if (given) resolve(given);
    else requestAnimationFrame(look);
  };
  look();
})`;

/** A context of its own has an empty cache. */
const firstView = async (browser: Browser, url: string): Promise<number> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(NOTE_FIGURES);
  await page.goto(url);
  const ms = Number(await page.evaluate(onceInPage('window.shownAt')));
  await context.close();
  return ms;
};

const liveCalls = async (browser: Browser, meterline: Running, calls: number): Promise<readonly number[]> => {
  const page = await browser.newPage();
  await page.goto(`${meterline.url}/live`);
  await page.locator('main tbody tr').first().waitFor();
  const liveMs: number[] = [];
  for (let call = 1; call <= calls; call += 1) {
    const input = UNLIKELY_INPUT + call;
    const seen = page.evaluate(onceInPage(rowWith(input)));
    appendCall(meterline.home, { id: `live-${call}`, input });
    const loggedAt = Date.now();
    liveMs.push(Number(await seen) - loggedAt);
  }
  return liveMs;
};

/** Tokens by which a call is found again on the page. */
const UNLIKELY_INPUT = 7_000;

/** In the page: the time at which a row has this count, else false. */
const rowWith = (input: number): string =>
  `document.querySelector('main tbody')?.innerText.includes('${input.toLocaleString('en-US')}') && Date.now()`;
