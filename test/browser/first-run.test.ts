import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appendCall } from '../append-call.ts';
import { axeViolations } from './axe.test-kit.ts';
import { goTo, openPage, overflowOf, WIDTHS } from './page.test-kit.ts';
import { PAGES } from './pages.test-kit.ts';
import { useBrowser, useMeterline } from './world.test-kit.ts';

/** Meterline on a machine on which no agent ever ran. */
describe('an empty home', () => {
  const browser = useBrowser();
  const meterline = useMeterline();
  const NOTHING_YET = 'No logs found yet';

  it('has pages without faults', async () => {
    const { page, errors, close } = await openPage(browser(), { url: meterline().url, width: WIDTHS[0] });
    const seen = new Set<string>();
    for (const { name } of PAGES) {
      await goTo(page, name);
      const text = await page.locator('main').innerText();
      expect(text).not.toMatch(/\b(NaN|undefined|null|Infinity|Invalid)\b/);
      // Most of them say the same: that there is nothing yet.
      if (seen.has(text)) continue;
      seen.add(text);
      expect(await overflowOf(page), name).toEqual([]);
      expect(await axeViolations(page), name).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await axeViolations(page, ['color-contrast']), `${name}, dark`).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
    }
    expect(errors).toEqual([]);
    await close();
  });

  it('says what to do instead of empty charts, and shows the first call by itself', async () => {
    const { page, errors, close } = await openPage(browser(), { url: meterline().url });
    await page.getByRole('heading', { name: NOTHING_YET }).waitFor();
    expect(await page.locator('main').innerText()).toContain('meterline import FILE');
    appendCall(meterline().home, { id: 'first', input: 1234 });
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(await page.getByRole('heading', { name: NOTHING_YET }).count()).toBe(0);
    expect(errors).toEqual([]);
    await close();
  });
});

describe('the demo', () => {
  const browser = useBrowser();
  const meterline = useMeterline({ args: ['--demo'] });

  it('is said on every page to be one, and leaves nothing behind', async () => {
    const { page, errors, close } = await openPage(browser(), { url: meterline().url });
    for (const { name } of PAGES) {
      await goTo(page, name);
      await page.getByText('Made-up sample logs').waitFor();
    }
    expect(errors).toEqual([]);
    await close();
    await meterline().stop();
    expect(readdirSync(meterline().home)).toEqual([]);
  });
});
