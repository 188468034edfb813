import type { Locator, Page } from 'playwright-core';

/** A cell as it reads, and whole where it is shortened. */
export interface Cell {
  readonly text: string;
  /** What pointing at it says: the exact figure, the whole name. */
  readonly title: string | undefined;
}

/** The rows of the table with this name: of every cell its text and its title. */
export const rowsOf = (page: Page, table: string): Promise<readonly (readonly Cell[])[]> =>
  page
    .getByRole('group', { name: table, exact: true })
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('td')].map((cell) => ({
          text: cell.innerText.trim(),
          title: cell.querySelector('[title]')?.getAttribute('title') ?? undefined,
        })),
      ),
    );

/** A tile of the first row. */
export const tileOf = (page: Page, label: string): Locator =>
  page.locator('.kpi').filter({ has: page.getByText(label, { exact: true }) });

/** The exact figure of a tile: its title. */
export const exactOf = async (page: Page, label: string): Promise<string> =>
  (await tileOf(page, label).locator('.kpi-figure [title]').first().getAttribute('title')) ?? '';

/** `1,234` → 1234, `$0.000420000 and 3 calls …` → 0.00042. Not a number where there is none. */
export const numberIn = (text: string): number =>
  Number(/[\d,]+(\.\d+)?/.exec(text)?.[0].replaceAll(',', '') ?? Number.NaN);

/** `/var/lib · click to show only …` → `/var/lib` */
export const nameIn = (title: string): string => title.split(' · ')[0] ?? '';
