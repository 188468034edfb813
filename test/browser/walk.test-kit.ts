import { describe, expect, it } from 'vitest';
import { axeViolations } from './axe.test-kit.ts';
import { keepScreenshot, openPage, overflowOf, THEMES } from './page.test-kit.ts';
import { PAGES } from './pages.test-kit.ts';
import { useBrowser, useDemo } from './world.test-kit.ts';

/**
 * Every page with the demo's data in a window of this width, in both themes: nothing that axe finds wrong, no error in
 * the console (which is also where a refusal of the Content-Security-Policy stands), nothing wider than the window.
 * `narrower` are widths that it is made narrower to at the end.
 */
export const describeWalk = (width: number, narrower: readonly number[] = []): void => {
  const browser = useBrowser();
  const meterline = useDemo();

  const walk = async (path: string, name: string): Promise<void> => {
    const { page, errors, close } = await openPage(browser(), { url: meterline().url, path, width });
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await keepScreenshot(page, `${name}-${width}-${theme}`);
      // Between themes nothing but colours changes.
      const rules = theme === 'light' ? undefined : ['color-contrast'];
      expect(await axeViolations(page, rules), `${path} in ${theme}`).toEqual([]);
    }
    expect(await overflowOf(page), `${path} is wider than ${width}`).toEqual([]);
    for (const other of narrower) {
      await page.setViewportSize({ width: other, height: 900 });
      await expect.poll(() => overflowOf(page), { message: `${path} is wider than ${other}` }).toEqual([]);
    }
    expect(errors).toEqual([]);
    await close();
  };

  describe(`every page, ${width} px wide`, () => {
    it.each(PAGES.map(({ path, name }) => [name, path]))('%s', (name, path) =>
      walk(path, name.toLowerCase()),
    );

    it('a session', async () => {
      const { rows } = meterline().json('sessions', '--limit', '1') as {
        rows: { key: { session: string } }[];
      };
      await walk(`/sessions/${encodeURIComponent(rows[0]?.key.session ?? '')}`, 'session');
    });

    it('a task', async () => {
      const { rows } = meterline().json('tasks', '--limit', '1') as { rows: { key: { task: string } }[] };
      await walk(`/tasks/${encodeURIComponent(rows[0]?.key.task ?? '')}`, 'task');
    });

    it('a call', async () => {
      const { rows } = meterline().json('calls', '--limit', '1') as { rows: { key: { call: string } }[] };
      await walk(`/calls/${rows[0]?.key.call}`, 'call');
    });
  });
};
