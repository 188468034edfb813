import { writeDemoLogs } from '@meterline/sources/demo';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeViolations } from './axe.test-kit.ts';
import { openPage } from './page.test-kit.ts';
import { useBrowser, useMeterline } from './world.test-kit.ts';

/** What can be changed from the page, done as a person does it; what came of it is asked of the API. */
const browser = useBrowser();
const meterline = useMeterline({ fill: (home) => writeDemoLogs(home, Date.now()) });

const opened = async (path: string, act: (page: Page) => Promise<void>): Promise<void> => {
  const { page, errors, close } = await openPage(browser(), { url: meterline().url, path });
  await act(page);
  expect(errors).toEqual([]);
  await close();
};

describe('a model without a price', () => {
  interface Unpriced {
    readonly rows: readonly { readonly model: string; readonly calls: number }[];
  }
  const unpriced = async (): Promise<Unpriced['rows']> =>
    ((await meterline().ask('/unpriced?period=all')) as Unpriced).rows;
  const listed = async (): Promise<number> =>
    (
      (await meterline().ask('/usage?period=all')) as {
        totals: { cost: { listNanoUsd: number } };
      }
    ).totals.cost.listNanoUsd;

  it('gets that of another by a click; recorded calls follow after a yes, and come back by undo', async () => {
    const [before] = await unpriced();
    const costBefore = await listed();
    expect(before?.calls).toBeGreaterThan(0);
    await opened('/sources', async (page) => {
      await page
        .getByRole('button', { name: /costs what .* costs$/ })
        .first()
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('That holds from now on').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await unpriced()).toEqual([before]);

      await dialog.getByRole('button', { name: /^Price (it|these)/ }).click();
      await dialog.getByText(/recorded calls? now costs? \$/).waitFor();
      expect(await unpriced()).toEqual([]);
      expect(await listed()).toBeGreaterThan(costBefore);

      await dialog.getByRole('button', { name: 'Undo' }).click();
      await dialog.getByText('Undone').waitFor();
      expect(await unpriced()).toEqual([before]);
      expect(await listed()).toBe(costBefore);
    });
  });

  it('says beside each field which rate is missing or wrong, and sends nothing', async () => {
    await opened('/sources', async (page) => {
      await page
        .getByRole('button', { name: /^Another price/ })
        .first()
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Output' }).fill('two');
      await dialog.getByRole('button', { name: 'Set these rates' }).click();
      for (const [field, wrong] of [
        ['Input', /Needed/],
        ['Output', /US dollars such as/],
      ] as const)
        expect(await describedBy(dialog.getByRole('textbox', { name: field }))).toMatch(wrong);
      expect(await axeViolations(page)).toEqual([]);
      expect(((await meterline().ask('/prices/own')) as { rows: unknown[] }).rows).toEqual([]);
    });
  });
});

/** What a reader says of a field after its name. */
const describedBy = (field: Locator): Promise<string> =>
  field.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' '),
  );

describe('the settings', () => {
  const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
  const saved = (page: Page, name: string): Promise<void> =>
    section(page, name).getByRole('status').filter({ hasText: 'Saved' }).waitFor();
  const settings = (): Promise<Record<string, unknown>> =>
    meterline().ask('/settings') as Promise<Record<string, unknown>>;

  it('take a zone by keyboard alone, and say what day it is there', async () => {
    await opened('/settings', async (page) => {
      const zone = page.getByRole('combobox', { name: 'Zone' });
      await zone.fill('kathm');
      await zone.press('ArrowDown');
      expect(await axeViolations(page)).toEqual([]);
      await zone.press('Enter');
      expect(await zone.inputValue()).toBe('Asia/Kathmandu');
      await zone.press('Enter');
      await saved(page, 'Time zone');
      expect(await settings()).toMatchObject({ zone: { value: 'Asia/Kathmandu' } });
      await section(page, 'Time zone')
        .getByRole('button', { name: /Use the machine/ })
        .click();
      await page.waitForFunction(() => document.body.innerText.includes('the zone of the machine'));
      expect(await settings()).toMatchObject({ zone: { configured: null } });
    });
  });

  it('show money in a currency at the rate that was given', async () => {
    await opened('/settings', async (page) => {
      const currency = page.getByRole('combobox', { name: 'Shown in' });
      await currency.fill('EUR');
      await currency.press('ArrowDown');
      await currency.press('Enter');
      await page.getByRole('textbox', { name: '1 US dollar in EUR' }).fill('0,5');
      await section(page, 'Currency').getByRole('button', { name: 'Save' }).click();
      await saved(page, 'Currency');
      expect(await settings()).toMatchObject({ currency: { code: 'EUR', perUsd: '0.5' } });
      await page.getByRole('navigation').getByRole('link', { name: 'Models', exact: true }).click();
      await page.getByRole('group', { name: 'Models', exact: true }).getByText('€').first().waitFor();
    });
  });

  it('say how many calls a shorter time would drop before they drop any', async () => {
    await opened('/settings', async (page) => {
      const days = page.getByRole('textbox', { name: 'Days' });
      await days.fill('half a year');
      expect(await describedBy(days)).toContain('A whole number of days');
      await days.fill('1');
      await section(page, 'How long calls are kept')
        .getByText(/would be dropped for good/)
        .waitFor();
      await page.getByRole('button', { name: /^Save and drop/ }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await settings()).toMatchObject({ retentionDays: null });
    });
  });

  it('remember how a program is billed', async () => {
    await opened('/settings', async (page) => {
      await page
        .getByRole('group', { name: 'codex is billed' })
        .getByRole('button', { name: 'Plan' })
        .click();
      await saved(page, 'How programs are billed');
      expect(await settings()).toMatchObject({ billing: { codex: 'plan' } });
    });
  });
});

describe('the hours of the week', () => {
  it('are led through by arrows, and one that is chosen stays in the address', async () => {
    await opened('/activity?period=7d', async (page) => {
      const busiest = (await page.locator('.heat-reading').innerText()).replace(/^Most: /, '');
      const cells = page.getByRole('table').getByRole('button');
      await cells.first().focus();
      for (const key of ['ArrowDown', 'ArrowRight', 'End', 'PageDown']) await page.keyboard.press(key);
      expect(await page.locator('.heat-reading').innerText()).toMatch(/^Sunday, 23:00–00:00: /);
      await page.getByRole('button', { name: busiest, exact: true }).click();
      await page.waitForURL(/[?&]hour=\d-\d/);
      await page.getByRole('link', { name: 'its sessions' }).first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
    });
  });
});

describe('the same tokens on another model', () => {
  it('are compared with a model that is searched for, and the address keeps it', async () => {
    await opened('/models', async (page) => {
      const field = page.getByRole('combobox', { name: 'The other model' });
      await field.fill('haiku-4-5');
      // The first one: it stands further down in the list of all, too.
      await page.getByRole('option').first().filter({ hasText: 'claude-haiku-4-5' }).waitFor();
      await field.press('ArrowDown');
      await field.press('Enter');
      await page.getByText(/the same tokens would have cost/).waitFor();
      expect(decodeURIComponent(page.url())).toContain('whatif=anthropic/claude-haiku-4-5');
      await page
        .getByRole('button', { name: /details of/ })
        .first()
        .click();
      await page
        .getByRole('dialog')
        .getByText(/US dollars per million tokens/)
        .waitFor();
      expect(await axeViolations(page)).toEqual([]);
    });
  });
});
