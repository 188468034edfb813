import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appendCall } from '../append-call.ts';
import { axeViolations } from './axe.test-kit.ts';
import { openPage, overflowOf, shown, THEMES, WIDTHS } from './page.test-kit.ts';
import { PAGES } from './pages.test-kit.ts';
import { useBrowser, useMeterline } from './world.test-kit.ts';

/** Meterline on a machine on which no agent ever ran. */
describe('an empty home', () => {
  const browser = useBrowser();
  const meterline = useMeterline();
  const NOTHING_YET = 'No logs found yet';

  it('has pages without faults', async () => {
    const { page, errors, close } = await openPage(browser(), { url: meterline().url, width: WIDTHS[0] });
    for (const { name } of PAGES) {
      await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
      await shown(page);
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        expect(await axeViolations(page), `${name} in ${theme}`).toEqual([]);
      }
      expect(await overflowOf(page), name).toEqual([]);
      expect(await page.locator('main').innerText()).not.toMatch(/\b(NaN|undefined|null|Infinity|Invalid)\b/);
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
      await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      await page.getByText('Made-up sample logs').waitFor();
    }
    expect(errors).toEqual([]);
    await close();
    await meterline().stop();
    expect(readdirSync(meterline().home)).toEqual([]);
  });
});
