import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { throwAway } from '../run-meterline.ts';
import { type OpenedPage, openPage } from './page.test-kit.ts';
import { exactOf, nameIn, numberIn, rowsOf, tileOf } from './reading.test-kit.ts';
import { SAMPLES, writeSamples } from './samples.test-kit.ts';
import { useBrowser, useMeterline } from './world.test-kit.ts';

/**
 * What a person reads on the page, the command prints, and what the fixtures hold are the same numbers: calls and
 * tokens to the last one, money to the nano-dollar.
 */
interface Totals {
  readonly calls: number;
  readonly tokens: {
    readonly input: number;
    readonly output: number;
    readonly cacheRead: number;
    readonly cacheWrite: number;
    readonly total: number;
  };
  readonly cost: { readonly listUsd: number | null; readonly unpricedCalls: number };
}
interface Row extends Totals {
  readonly key: Readonly<Record<string, string | null>>;
  /** With an interval. */
  readonly start?: string;
}
interface Report {
  readonly rows: readonly Row[];
  readonly totals: Totals;
}

const COST = 'Cost at list price';
const ALL = 'period=all&compare=off';
const sumOf = (figure: (sample: (typeof SAMPLES)[number]) => number): number =>
  SAMPLES.reduce((sum, sample) => sum + figure(sample), 0);
const tokensOf = ({ input, output, cacheRead, cacheWrite }: (typeof SAMPLES)[number]['tokens']): number =>
  input + output + cacheRead + cacheWrite;

const browser = useBrowser();
const meterline = useMeterline({ fill: writeSamples });
/** What the command prints; nothing moves here, so each is run once. */
const asked = (command: string, ...flags: readonly string[]): Report => {
  const words = [command, '--period', 'all', '--zone', 'UTC', ...flags];
  const known = reports.get(words.join(' ')) ?? (meterline().json(...words) as Report);
  reports.set(words.join(' '), known);
  return known;
};
const reports = new Map<string, Report>();

let opened: OpenedPage;
const open = async (path: string): Promise<OpenedPage['page']> => {
  opened = await openPage(browser(), { url: meterline().url, path });
  return opened.page;
};
afterEach(async () => {
  expect(opened.errors).toEqual([]);
  await opened.close();
});

describe('the tiles', () => {
  it('show the calls and tokens of the fixtures', async () => {
    const page = await open(`/?${ALL}`);
    expect(numberIn(await exactOf(page, 'Calls'))).toBe(sumOf(({ calls }) => calls));
    expect(numberIn(await exactOf(page, 'Tokens'))).toBe(sumOf(({ tokens }) => tokensOf(tokens)));
    const kinds = (await tileOf(page, 'Tokens').getAttribute('title')) ?? '';
    expect(kinds.match(/[\d,]+\d|\d/g)?.map(numberIn)).toEqual([
      sumOf(({ tokens }) => tokens.input),
      sumOf(({ tokens }) => tokens.output),
      sumOf(({ tokens }) => tokens.cacheRead),
      sumOf(({ tokens }) => tokens.cacheWrite),
    ]);
  });

  it('show the cost that the command prints, and that it is a lower bound', async () => {
    const page = await open(`/?${ALL}`);
    const { totals } = asked('costs');
    expect(numberIn(await exactOf(page, COST))).toBe(totals.cost.listUsd);
    expect(totals.cost.unpricedCalls).toBe(8);
    expect(await exactOf(page, COST)).toContain('8 calls without a known price');
    expect(await tileOf(page, COST).innerText()).toMatch(/≥\s*at least\s*\$1\.3/);
  });
});

describe('the breakdown by app', () => {
  const shown = async (metric: string): Promise<ReadonlyMap<string, string>> => {
    const rows = await rowsOf(await open(`/?${ALL}&metric=${metric}`), 'Apps');
    return new Map(
      rows.map(([name, figure]) => [nameIn(name?.title ?? ''), figure?.title ?? figure?.text ?? '']),
    );
  };

  it.each([
    ['calls', (sample: (typeof SAMPLES)[number]) => sample.calls],
    ['tokens', (sample: (typeof SAMPLES)[number]) => tokensOf(sample.tokens)],
  ] as const)('shows the %s of each fixture', async (metric, figure) => {
    const figures = await shown(metric);
    for (const sample of SAMPLES)
      expect(numberIn(figures.get(sample.app) ?? ''), sample.app).toBe(figure(sample));
    expect(figures.size).toBe(SAMPLES.length);
  });

  it('shows the costs that the command prints; what has no price is never $0', async () => {
    const figures = await shown('cost');
    for (const { key, cost } of asked('costs', '--by', 'app').rows) {
      const text = figures.get(key['app'] ?? '') ?? '';
      if (cost.listUsd === null) expect(text).toMatch(/without a known price/);
      else expect(numberIn(text), key['app'] ?? '').toBe(cost.listUsd);
    }
  });
});

describe('the other pages', () => {
  it('models: the cost of each is that of the command', async () => {
    const rows = await rowsOf(await open(`/models?${ALL}`), 'Models');
    const texts = rows.map((cells) => cells.map(({ text, title }) => `${title ?? text}`).join(' | '));
    for (const { key, cost } of asked('models').rows) {
      const row = texts.find((text) => text.includes(`${key['model']} `)) ?? '';
      expect(row, key['model'] ?? '').not.toBe('');
      if (cost.listUsd !== null) expect(row).toContain(`$${cost.listUsd.toFixed(9)}`);
    }
    expect(rows).toHaveLength(asked('models').rows.length);
  });

  it('time: the days of the table are those of the command', async () => {
    const page = await open(`/?${ALL}&interval=day&by=app&metric=calls&chart=table`);
    const rows = await page
      .getByRole('region', { name: 'Calls over time' })
      .locator('tbody tr')
      .allInnerTexts();
    const shown = rows.map((row) => row.split('\t').slice(0, 2)).filter(([, calls]) => calls !== '0');
    const day = new Intl.DateTimeFormat('en-GB', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    });
    const { rows: days } = asked('costs', '--interval', 'day');
    const plainDay = (text = ''): string => text.replace(/^\w+ /, '').replace(', so far', '');
    expect(shown.map(([date, calls]) => [plainDay(date), Number(calls)])).toEqual(
      days.map(({ start, calls }) => [day.format(new Date(start ?? '')), calls]).reverse(),
    );
  });

  it('sessions: calls and cost of each are those of the command', async () => {
    const page = await open(`/sessions?${ALL}`);
    const { rows } = asked('sessions', '--limit', '100');
    expect(rows.length).toBeGreaterThan(10);
    for (const { key, calls, cost } of rows) {
      const row = page.getByRole('row').filter({ has: page.getByTitle(key['session'] ?? '') });
      expect(await row.getByRole('gridcell').allInnerTexts()).toContain(String(calls));
      const title = await row.locator('.money').first().getAttribute('title');
      if (cost.listUsd === null) expect(title).toMatch(/without a known price/);
      else expect(numberIn(title ?? ''), key['session'] ?? '').toBe(cost.listUsd);
    }
  });

  it('a session: its calls add up to what the command prints', async () => {
    const [row] = asked('sessions', '--limit', '1').rows;
    const page = await open(`/sessions/${row?.key['session']}?${ALL}`);
    const sums = await page
      .getByRole('grid')
      .locator('.is-so-far [title]')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title')));
    expect(sums).toHaveLength(row?.calls ?? 0);
    expect(numberIn(sums.at(-1) ?? '')).toBe(row?.cost.listUsd);
    const text = await page.locator('main').innerText();
    expect(text).toContain(`${row?.tokens.input.toLocaleString('en-US')} input`);
    expect(text).toContain(`${row?.tokens.output.toLocaleString('en-US')} output`);
  });

  it('cache: the share that was read from it is that of the fixtures', async () => {
    const read = sumOf(({ tokens }) => tokens.cacheRead);
    const prompt = sumOf(({ tokens }) => tokens.input + tokens.cacheRead + tokens.cacheWrite);
    const page = await open(`/cache?${ALL}`);
    expect(await page.locator('main').innerText()).toContain(`${Math.round((read / prompt) * 100)}%`);
  });

  it('sources: each program has the calls of its fixture', async () => {
    const page = await open('/sources');
    const text = (await page.getByRole('region', { name: 'Programs' }).innerText()).replaceAll(/\s+/g, ' ');
    for (const { name, calls } of SAMPLES) expect(text).toMatch(new RegExp(`${name} read ${calls} calls `));
  });
});

describe('what a table offers', () => {
  const WHERE = 'where=app%3Dclaude-code&where=model%21%3Dclaude-opus-4-7';

  it('a command that prints the same', async () => {
    const page = await open(`/?${ALL}&${WHERE}`);
    const shown = await rowsOf(page, 'Models');
    await page
      .getByRole('region', { name: 'Models' })
      .getByRole('button', { name: /^Copy as command/ })
      .click();
    await page.getByText('Copied', { exact: true }).waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    expect(command).toMatch(/^meterline costs /);
    const words = command
      .split(' ')
      .slice(1)
      .map((word) => word.replace(/^'(.*)'$/, '$1'));
    const { rows } = meterline().json(...words, '--zone', 'UTC') as Report;
    expect(shown.map(([name, cost]) => [nameIn(name?.title ?? ''), numberIn(cost?.title ?? '')])).toEqual(
      rows.map(({ key, cost }) => [key['model'], cost.listUsd]),
    );
  });

  it('the same as CSV', async () => {
    const page = await open(`/?${ALL}&${WHERE}`);
    const shown = await rowsOf(page, 'Models');
    const link = page.getByRole('region', { name: 'Models' }).getByRole('link', { name: /CSV/ });
    const download = page.waitForEvent('download');
    await link.click();
    const file = join(throwAway('download'), 'models.csv');
    await (await download).saveAs(file);
    const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
    const column = (name: string): number => head?.split(',').indexOf(name) ?? -1;
    const rows = lines.map((line) => line.split(','));
    expect(rows.map((row) => [row[column('model')], Number(row[column('cost.listUsd')])])).toEqual(
      shown.map(([name, cost]) => [nameIn(name?.title ?? ''), numberIn(cost?.title ?? '')]),
    );
  });
});
