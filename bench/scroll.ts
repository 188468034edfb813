// Does a list of 100,000 sessions scroll smoothly in a browser?
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../test/launch-chromium.ts';
import { meterlineIn } from '../test/serve-meterline.ts';
import { run as append } from './ledger-append.ts';

export interface ScrollOptions {
  readonly sessions: number;
  /** Of each way to scroll. */
  readonly frames: number;
  /** Times that a place anywhere in the list is gone to. */
  readonly jumps: number;
}

/** One way to scroll, frame by frame. */
export interface ScrollFigures {
  readonly frameMs: readonly number[];
  /** Time of the page's main thread for a frame, on average: what a busy machine does not change. */
  readonly cpuMs: number;
  /** Frames in which a row in view was not there yet. */
  readonly blankFrames: number;
  /** Tasks of the page that took longer than 50 ms, altogether. */
  readonly longTaskMs: number;
  readonly requests: number;
}

export interface ScrollRun {
  /** As a wheel turned briskly. */
  readonly wheel: ScrollFigures;
  /** As the scroll bar pulled through the list. */
  readonly bar: ScrollFigures;
  /** From a jump until all rows in view are there. */
  readonly jumpMs: readonly number[];
  /** Rows in the page at most. */
  readonly renderedRows: number;
}

const CALLS_A_SESSION = 2;
const WHEEL_PX = 120;
const BAR_PX = 2_400;

export const run = async ({ sessions, frames, jumps }: ScrollOptions): Promise<ScrollRun> => {
  const home = mkdtempSync(join(tmpdir(), 'meterline-scroll-'));
  mkdirSync(join(home, '.meterline'));
  const path = join(home, '.meterline', 'ledger.sqlite');
  await append({ calls: sessions * CALLS_A_SESSION, sessions, pace: 'bursts', path });
  const meterline = await meterlineIn({ home, args: ['--no-watch'] });
  const browser = await launchChromium();
  try {
    await meterline.start();
    return await scroll(browser, meterline.url, frames, jumps);
  } finally {
    await browser.close();
    await meterline.stop();
    rmSync(home, { recursive: true, force: true });
  }
};

const scroll = async (browser: Browser, url: string, frames: number, jumps: number): Promise<ScrollRun> => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${url}/sessions?period=all`);
  await page.locator('.grid-rows .grid-row').first().waitFor();
  // The first frames of a page are not those of who scrolls.
  await page.evaluate(scrolled(WHEEL_PX, frames));
  const wheel = await scrolledBy(page, WHEEL_PX, frames);
  const bar = await scrolledBy(page, BAR_PX, frames);
  const jumpMs: number[] = [];
  for (let jump = 1; jump <= jumps; jump += 1)
    jumpMs.push(Number(await page.evaluate(jumpedTo(((jump * 37) % 100) / 100))));
  const renderedRows = await page.locator('.grid-rows .grid-row').count();
  return { wheel, bar, jumpMs, renderedRows };
};

const scrolledBy = async (page: Page, pixels: number, frames: number): Promise<ScrollFigures> => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskMs = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
  };
  const before = await taskMs();
  const figures = await page.evaluate<Omit<ScrollFigures, 'cpuMs'>>(scrolled(pixels, frames));
  const cpuMs = ((await taskMs()) - before) / frames;
  await devtools.detach();
  return { ...figures, cpuMs };
};

/** In the page: whether a row in view is still on its way. */
const IS_BLANK = `(() => {
  for (const cell of document.querySelectorAll('.grid-rows .grid-waiting')) {
    const { top, bottom } = cell.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) return true;
  }
  return document.querySelector('.grid-rows .grid-row') === null;
})()`;

/** In the page: scrolls by so much in each frame, and tells what came of it. Turns round at the end of the list. */
const scrolled = (pixels: number, frames: number): string => `new Promise((resolve) => {
  const frameMs = [];
  let [blankFrames, longTaskMs, before, step] = [0, 0, undefined, ${pixels}];
  const requestsBefore = performance.getEntriesByType('resource').length;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTaskMs += duration;
  });
  observer.observe({ type: 'longtask' });
  const frame = (now) => {
    if (before !== undefined) frameMs.push(now - before);
    before = now;
    if (${IS_BLANK}) blankFrames += 1;
    if (frameMs.length >= ${frames}) {
      observer.disconnect();
      const requests = performance.getEntriesByType('resource').length - requestsBefore;
      resolve({ frameMs, blankFrames, longTaskMs, requests });
      return;
    }
    const last = scrollY;
    scrollBy(0, step);
    if (scrollY === last) step = -step;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})`;

/** In the page: goes to a part of the list, and tells after how long every row in view is there. */
const jumpedTo = (part: number): string => `new Promise((resolve) => {
  const began = performance.now();
  scrollTo(0, document.documentElement.scrollHeight * ${part});
  const look = () => {
    if (${IS_BLANK}) requestAnimationFrame(look);
    else resolve(performance.now() - began);
  };
  requestAnimationFrame(() => requestAnimationFrame(look));
})`;

if (import.meta.main) {
  const { wheel, bar, jumpMs, renderedRows } = await run({ sessions: 100_000, frames: 240, jumps: 20 });
  const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
  const at = (values: readonly number[], part: number) =>
    Math.round(sorted(values)[Math.floor((values.length - 1) * part)] ?? Number.NaN);
  for (const [name, figures] of Object.entries({ wheel, bar }))
    process.stdout.write(
      `${name}: ${figures.cpuMs.toFixed(1)} ms of CPU a frame, frames p50 ${at(figures.frameMs, 0.5)} p95 ${at(figures.frameMs, 0.95)} max ${at(figures.frameMs, 1)} ms, ` +
        `${figures.blankFrames} of ${figures.frameMs.length} with blank rows, long tasks ${Math.round(figures.longTaskMs)} ms, ${figures.requests} requests\n`,
    );
  process.stdout.write(
    `jumps: p50 ${at(jumpMs, 0.5)} p95 ${at(jumpMs, 0.95)} ms; ${renderedRows} rows rendered\n`,
  );
}
