import { spawnSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { meterlineHere } from '../meterline-here.ts';
import { PROCESS_ENV, meterline as run } from '../run-meterline.ts';
import { openPage } from './page.test-kit.ts';
import { PAGES } from './pages.test-kit.ts';
import { useBrowser, useDemo } from './world.test-kit.ts';

const browser = useBrowser();
const meterline = useDemo();

const AROUND = 'main, dialog';
/** What shows rows of figures: tables, virtual ones, and lists that are one in all but their looks. */
const ROWS = '.table, .heat-table, [role="grid"], .sources, .unpriced, .own-prices, .issue-groups';

interface Offers {
  readonly tables: number;
  /** Names of tables without a file or without a command. */
  readonly without: readonly string[];
  readonly files: readonly string[];
  readonly commands: readonly string[];
}

/** What stands beside the tables of a page: in the same card, setting or section. */
const offersOf = (page: Page): Promise<Offers> =>
  page.evaluate(
    ([around, rows]) => {
      const tables = [...document.querySelectorAll(around)].flatMap((part) => [
        ...part.querySelectorAll(rows),
      ]);
      const offered = tables.map((table) => {
        const place = table.closest('section:not(.setting-control), [role="tabpanel"]');
        const file = place?.querySelector('a[download]')?.getAttribute('href') ?? undefined;
        const title = place?.querySelector('button[title^="Copy as command: "]')?.getAttribute('title');
        const name = place?.querySelector('h2, h3')?.textContent ?? table.className;
        return { name, file, command: title?.replace('Copy as command: ', '') };
      });
      const known = (texts: readonly (string | undefined)[]) => [
        ...new Set(texts.filter((text) => text !== undefined)),
      ];
      return {
        tables: tables.length,
        without: offered
          .filter(({ file, command }) => file === undefined || command === undefined)
          .map(({ name }) => name),
        files: known(offered.map(({ file }) => file)),
        commands: known(offered.map(({ command }) => command)),
      };
    },
    [AROUND, ROWS] as const,
  );

/** The words that a shell makes of a command that somebody copied. */
const wordsOf = (command: string): readonly string[] => {
  const shell = `meterline() { printf '%s\\0' "$@"; }\n${command}`;
  const { stdout } = spawnSync('sh', ['-c', shell], { env: PROCESS_ENV, encoding: 'utf8' });
  return stdout.split('\0').slice(0, -1);
};

/** How it ends, and what it says to that: once of each command as a process, after that in this one. */
const ranIn = async (home: string, command: string) => {
  const words = wordsOf(command);
  const [name = ''] = words;
  const options = { env: { HOME: home } };
  const { status, stdout, stderr } = started.has(name)
    ? await meterlineHere(words, options)
    : run(words, options);
  started.add(name);
  return { command, status, printed: stdout !== '', error: stderr };
};
const started = new Set<string>();

/** Run already: many pages offer the same. */
const ran = new Set<string>();

/** They wait for calls until they are ended. */
const ENDLESS = /^meterline (tail|watch)\b/;

const check = async (path: string, least = 0): Promise<void> => {
  const { page, close } = await openPage(browser(), { url: meterline().url, path });
  const { tables, without, files, commands } = await offersOf(page);
  expect(without, `without a file or a command, of ${tables} tables`).toEqual([]);
  expect(tables, path).toBeGreaterThanOrEqual(least);
  for (const file of files) {
    const answer = await fetch(`${meterline().url}${file}`);
    const [head = ''] = (await answer.text()).split('\r\n');
    expect([file, answer.status, answer.headers.get('content-type')]).toEqual([
      file,
      200,
      'text/csv; charset=utf-8; header=present',
    ]);
    expect(head, file).toMatch(/^[\w.,: "]+$/);
  }
  for (const command of commands.filter((one) => !ENDLESS.test(one) && !ran.has(one))) {
    ran.add(command);
    expect(await ranIn(meterline().home, command)).toEqual({ command, status: 0, printed: true, error: '' });
  }
  await close();
};

describe('every table has a file and a command', () => {
  it.each(PAGES.map(({ name, path }) => [name, path]))('%s', (_, path) => check(path));

  it('a page with filters, and a search', async () => {
    await check('/sessions?q=it%27s%20%24HOME&sort=cost&where=app%3Dclaude-code');
    await check('/sessions?q=CODE', 1);
    await check('/?from=2026-01-01&to=now&where=model%21%3Da%20b%27c');
  });

  it('a session', async () => {
    const { rows } = meterline().json('sessions', '--limit', '1') as {
      rows: { key: { session: string } }[];
    };
    await check(`/sessions/${encodeURIComponent(rows[0]?.key.session ?? '')}`, 2);
  });

  it('a model, and what another one would have cost', async () => {
    const { rows } = meterline().json('models') as { rows: { key: { provider: string; model: string } }[] };
    const [used, other] = rows.map(({ key }) => `${key.provider}/${key.model}`);
    await check(
      `/models?model=${encodeURIComponent(used ?? '')}&whatif=${encodeURIComponent(other ?? '')}`,
      4,
    );
  });
});
