import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { meterline as run } from '../run-meterline.ts';
import { goTo, openPage, overflowOf, WIDTHS } from './page.test-kit.ts';
import { PAGES } from './pages.test-kit.ts';
import { useBrowser, useMeterline } from './world.test-kit.ts';

/** Logs are written by programs, and what they name things is up to them. */
const SCRIPT = '<script>window.harmed=1</script>';
const IMAGE = '<img src=x onerror="window.harmed=1">';
const HOSTILE = {
  model: `gpt-5.4${SCRIPT}`,
  project: `/home/dev/${IMAGE}`,
  session: `"><svg onload=window.harmed=1>`,
  app: `app${SCRIPT}`,
  agent: `'-window.harmed=1-'`,
  user: 'javascript:window.harmed=1',
  tags: { team: IMAGE, [SCRIPT]: '{{constructor.constructor("window.harmed=1")()}}' },
};
const LONG = 'long'.repeat(40);

const fill = (home: string): void => {
  const line = (id: string, names: object): string =>
    JSON.stringify({
      id,
      time: new Date(Date.now() - 60_000).toISOString(),
      provider: 'openai',
      tokens: { input: 1000, output: 10 },
      ...names,
    });
  const file = join(home, 'hostile.jsonl');
  const rtl = { model: '\u202Egnihton', project: '/\u202Edekcah/', session: '\u2066s\n\n' };
  const long = { model: LONG, project: `/${LONG}/${LONG}`, session: LONG, app: LONG, agent: LONG };
  writeFileSync(file, [line('a', HOSTILE), line('b', rtl), line('c', long)].join('\n'));
  const ran = run(['import', file], { env: { HOME: home } });
  if (ran.status !== 0) throw new Error(ran.stderr);
};

describe('names that are no names', () => {
  const browser = useBrowser();
  const meterline = useMeterline({ fill });

  const unharmed = async (page: Page): Promise<void> => {
    const harm = await page.evaluate(() => ({
      harmed: Reflect.get(window, 'harmed'),
      injected: document.querySelectorAll('img, iframe, [onerror], [onload], svg[onload], body script')
        .length,
      links: [...document.querySelectorAll('a')].filter(({ protocol }) => !/^https?:$/.test(protocol)).length,
    }));
    expect(harm).toEqual({ harmed: undefined, injected: 0, links: 0 });
    expect(await overflowOf(page), page.url()).toEqual([]);
  };

  const visit = async (path: string): Promise<string> => {
    const { page, errors, close } = await openPage(browser(), { url: meterline().url, path });
    await unharmed(page);
    expect(errors).toEqual([]);
    const text = await page.locator('body').innerText();
    await close();
    return text;
  };

  it('do no harm on any page', async () => {
    const { page, errors, close } = await openPage(browser(), { url: meterline().url, width: WIDTHS[0] });
    for (const { name } of PAGES) {
      await goTo(page, name);
      await unharmed(page);
    }
    expect(errors).toEqual([]);
    await close();
  });

  it('stand as text where they are shown', async () => {
    expect(await visit('/models')).toContain(HOSTILE.model);
    expect(await visit('/sessions')).toContain('<img src=x');
  });

  it('open as a session', async () => {
    const text = await visit(`/sessions/${encodeURIComponent(HOSTILE.session)}`);
    expect(text).toContain(HOSTILE.session);
    expect(text).toContain(HOSTILE.model);
  });

  it('open as a call', async () => {
    const { rows } = meterline().json('calls', '--period', 'all') as { rows: { key: { call: string } }[] };
    expect(rows).toHaveLength(3);
    const texts: string[] = [];
    for (const { key } of rows) texts.push(await visit(`/calls/${key.call}`));
    expect(texts.join('\n')).toContain(HOSTILE.model);
    expect(texts.join('\n')).toContain(LONG);
  });

  it('filter as any other', async () => {
    const text = await visit(`/?where=${encodeURIComponent(`tag:team=${IMAGE}`)}`);
    expect(text).toContain(IMAGE);
  });
});
