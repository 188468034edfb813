import { afterEach, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.test-kit.ts';
import { keepScreenshot, type OpenedPage, openPage, overflowOf } from './page.test-kit.ts';
import { useBrowser, useDemo } from './world.test-kit.ts';

/** Tasks ranked, and one of them hop by hop, as a person goes through them. */
const browser = useBrowser();
const meterline = useDemo();
let opened: OpenedPage;
const open = async (path: string, width = 1440): Promise<OpenedPage['page']> => {
  opened = await openPage(browser(), { url: meterline().url, path, width });
  return opened.page;
};
afterEach(() => opened.close());

type Page = OpenedPage['page'];
const row = (page: Page, index: number) => page.locator(`[role="row"][data-index="${index}"]`);

interface Tasks {
  readonly rows: readonly { readonly key: { readonly task: string }; readonly calls: number }[];
}
const tasksBy = (order: string, limit: number): Tasks['rows'] =>
  (meterline().json('tasks', '--period', '30d', '--sort', order, '--limit', String(limit)) as Tasks).rows;

interface Task {
  readonly rows: readonly {
    readonly key: { readonly call: string };
    readonly status: string;
    readonly offsetMs: number;
    readonly latencyMs: number;
  }[];
  readonly totals: { readonly wallMs: number };
}

describe('the list', () => {
  it('is ranked as the command ranks it, in each of its orders', async () => {
    const page = await open('/tasks?period=30d');
    const named = (index: number): Promise<string | null> =>
      row(page, index).locator('.list-name a').getAttribute('title');
    expect(await Promise.all([0, 1, 2].map(named))).toEqual(tasksBy('cost', 3).map(({ key }) => key.task));
    await page.getByRole('button', { name: 'Took' }).click();
    await page.waitForURL(/[?&]sort=longest/);
    const [longest] = tasksBy('longest', 1);
    await row(page, 0).filter({ hasText: longest!.key.task }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Took' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    expect(opened.errors).toEqual([]);
  });

  it('is reached by its key, searched, and opens by keys', async () => {
    const page = await open('/');
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.getByRole('grid', { name: 'Tasks' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('release-');
    await page.waitForURL(/[?&]q=release-/);
    // The first of all tasks may be one of these, too: the list is searched when no other is left.
    const others = page.locator('[role="row"][data-index]').filter({ hasNotText: 'release-' });
    await others.first().waitFor({ state: 'detached' });
    await row(page, 0).filter({ hasText: 'release-' }).waitFor();
    await row(page, 0).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/tasks\/release-/);
    await page.getByRole('grid', { name: 'Hops of the task' }).waitFor();
    expect(opened.errors).toEqual([]);
  });
});

it('where there are none, says what a task is and how to name one', async () => {
  for (const width of [1440, 390]) {
    const page = await open('/tasks?from=2020-01-01&to=2020-01-02', width);
    await page.getByText('No tasks in this time.').waitFor();
    await page.getByText('x-meterline-task: ticket-4127').waitFor();
    await keepScreenshot(page, `tasks-none-${width}`);
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflowOf(page)).toEqual([]);
    if (width === 1440) await opened.close();
  }
});

describe('a task', () => {
  const openDearest = async (width = 1440): Promise<{ readonly page: Page; readonly task: string }> => {
    const task = tasksBy('cost', 1)[0]!.key.task;
    const page = await open(`/tasks/${task}`, width);
    await row(page, 0).waitFor();
    return { page, task };
  };

  it('draws each hop where it lies in the whole time', async () => {
    const { page, task } = await openDearest();
    const { rows, totals } = meterline().json('task', task) as Task;
    expect(await page.getByRole('grid').first().getAttribute('aria-rowcount')).toBe(String(rows.length + 1));
    for (const index of [0, 1, rows.length - 1]) {
      const { offsetMs, latencyMs } = rows[index]!;
      const [track, bar] = await Promise.all([
        row(page, index).locator('.hop-track').boundingBox(),
        row(page, index).locator('.hop-bar').boundingBox(),
      ]);
      const scale = track!.width / totals.wallMs;
      expect(Math.abs(bar!.x - track!.x - offsetMs * scale)).toBeLessThan(2);
      expect(Math.abs(bar!.width - Math.max(3, latencyMs * scale))).toBeLessThan(2);
    }
    expect(opened.errors).toEqual([]);
  });

  it('explains a hop by Enter, and shows which failed', async () => {
    const { page, task } = await openDearest();
    const { rows } = meterline().json('task', task) as Task;
    await row(page, 1).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Why this number?' }).waitFor();
    expect(new URL(page.url()).searchParams.get('call')).toBe(rows[1]!.key.call);
    await page.keyboard.press('Escape');
    const failed = rows.filter(({ status }) => status !== 'ok').length;
    expect(await page.locator('.hop-bar.is-bad').count()).toBe(failed);
    expect(opened.errors).toEqual([]);
  });

  it('fits a phone', async () => {
    const { page } = await openDearest(390);
    expect(await overflowOf(page)).toEqual([]);
    expect(await row(page, 0).locator('.hop-bar').isVisible()).toBe(true);
  });

  it('that is unknown says so, with a way back', async () => {
    const page = await open('/tasks/no-such-task');
    await page.getByRole('heading', { level: 1, name: 'No such task' }).waitFor();
    await page.getByRole('link', { name: 'All tasks' }).click();
    await page.getByRole('grid', { name: 'Tasks' }).waitFor();
  });
});
