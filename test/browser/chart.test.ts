import type { CDPSession, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenedPage, openPage, shown } from './page.test-kit.ts';
import { useBrowser, useDemo } from './world.test-kit.ts';

const browser = useBrowser();
const meterline = useDemo();
let opened: OpenedPage;
let page: Page;
beforeEach(async () => {
  opened = await openPage(browser(), { url: meterline().url, path: '/?interval=day' });
  page = opened.page;
});
afterEach(async () => {
  for (const session of fingers.splice(0)) await session.detach();
  expect(opened.errors).toEqual([]);
  await opened.close();
});

const chart = () => page.getByRole('slider', { name: /^Cost by model and / });
const query = (): URLSearchParams => new URL(page.url()).searchParams;
const reading = async (): Promise<string> => (await chart().getAttribute('aria-valuetext')) ?? '';

/** A place in the chart, in parts of its width and height. */
const placeIn = async (x: number, y: number): Promise<readonly [number, number]> => {
  const box = await chart().boundingBox();
  if (box === null) throw new Error('The chart is not there.');
  return [box.x + box.width * x, box.y + box.height * y];
};

/** A finger, as the browser itself hears one: with the scrolling that belongs to it. */
const fingerOn = async (of: Page) => {
  const session = await of.context().newCDPSession(of);
  fingers.push(session);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: readonly (readonly [number, number])[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: at.map(([x, y]) => ({ x, y })) });
  return {
    swipe: async (from: readonly [number, number], to: readonly [number, number]): Promise<void> => {
      await send('touchStart', [from]);
      for (let step = 1; step <= SWIPE_STEPS && from !== to; step += 1) {
        const part = step / SWIPE_STEPS;
        await send('touchMove', [[from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]]);
      }
      await send('touchEnd', []);
    },
  };
};
const SWIPE_STEPS = 12;
/** The tab is used again, by tests without a finger. */
const fingers: CDPSession[] = [];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** In the margin above the bars: nothing to click. */
const ABOVE = 0.01;
/** Left of the bars, about. */
const AXIS = 40;

describe('the chart over time', () => {
  it('shows what is marked by dragging, and all again by its button', async () => {
    await page.mouse.move(...(await placeIn(0.4, 0.5)));
    await page.mouse.down();
    await page.mouse.move(...(await placeIn(0.6, 0.5)), { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/[?&]from=/);
    const [from = '', to = ''] = [query().get('from') ?? '', query().get('to') ?? ''];
    expect(from).toMatch(DAY);
    expect(to).toMatch(DAY);
    expect(from < to).toBe(true);
    await shown(page);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.waitForURL((url) => !url.searchParams.has('from'));
    expect(query().toString()).toBe('interval=day');
  });

  it('shows what a finger marks by moving sideways, and scrolls where it moves up', async () => {
    await page.setViewportSize({ width: 390, height: 700 });
    const finger = await fingerOn(page);
    const [x, y] = await placeIn(0.5, 0.5);
    await finger.swipe([x, y], [x, y - 150]);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(50);
    expect(query().has('from')).toBe(false);
    expect(await page.locator('.chart-marked').count()).toBe(0);
    await chart().scrollIntoViewIfNeeded();
    await finger.swipe(await placeIn(0.4, 0.5), await placeIn(0.7, 0.55));
    await page.waitForURL(/[?&]from=/);
    expect((query().get('from') ?? '') < (query().get('to') ?? '')).toBe(true);
    await shown(page);
  });

  it('is read where a finger taps, and nothing else happens', async () => {
    const finger = await fingerOn(page);
    const place = await placeIn(0.6, 0.8);
    await finger.swipe(place, place);
    await page.locator('.chart-tooltip').waitFor();
    expect(query().has('from') || query().has('where')).toBe(false);
  });

  it('leads back by a double click beside the bars, too', async () => {
    await page.goto(`${meterline().url}/?from=3d&was=7d&interval=hour`);
    await shown(page);
    await page.mouse.dblclick(...(await placeIn(0.5, ABOVE)));
    await page.waitForURL(/period=7d/);
    expect(query().has('from')).toBe(false);
  });

  it('is read bucket by bucket with the arrows, and zoomed by Enter', async () => {
    await chart().focus();
    await page.keyboard.press('End');
    expect(await reading()).toMatch(/so far: total /);
    const days: string[] = [];
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press('ArrowLeft');
      days.push((await reading()).split(':')[0] ?? '');
    }
    expect(new Set(days).size).toBe(3);
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Enter');
    await page.waitForURL(/[?&]from=/);
    const [from, to] = [Date.parse(query().get('from') ?? ''), Date.parse(query().get('to') ?? '')];
    expect(to - from).toBe(86_400_000);
  });

  it('shows only the group whose bar is clicked, and nothing else for a click beside the bars', async () => {
    await page.mouse.click(...(await placeIn(0.5, ABOVE)));
    expect(query().has('where')).toBe(false);
    // The lowest bar of the last day with calls: just above the axis.
    await chart().focus();
    await page.keyboard.press('End');
    while (!(await reading()).includes(';')) await page.keyboard.press('ArrowLeft');
    const now = Number(await chart().getAttribute('aria-valuenow'));
    const most = Number(await chart().getAttribute('aria-valuemax'));
    const box = (await chart().boundingBox())!;
    const right = box.x + box.width - ((most - now + 0.5) * (box.width - AXIS)) / most;
    await page.mouse.click(right, box.y + box.height - 27);
    await page.waitForURL(/[?&]where=model/);
    await page.getByRole('button', { name: /^Remove filter: Model is / }).waitFor();
  });

  it('has the same figures in rows', async () => {
    const button = page.getByRole('button', { name: 'Table', exact: true });
    await chart().focus();
    await page.keyboard.press('End');
    const total = /total (?:≥ )?(\$[\d.,]+)/.exec(await reading())?.[1] ?? 'none';
    await button.click();
    await page.waitForURL(/chart=table/);
    const newest = page.getByRole('region', { name: 'Cost over time' }).locator('tbody tr').first();
    expect(await newest.innerText()).toContain(total);
    await page.getByRole('button', { name: 'Chart', exact: true }).click();
    await chart().waitFor();
  });
});
