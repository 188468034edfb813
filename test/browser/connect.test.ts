import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CANARY_WIRES } from '../canary-wires.ts';
import { axeViolations } from './axe.test-kit.ts';
import { type OpenedPage, openPage } from './page.test-kit.ts';
import { useBrowser, useMeterline } from './world.test-kit.ts';

/** The page on which a client is connected, before and after its first call. */
const browser = useBrowser();
const meterline = useMeterline({ started: false });
let upstream: Server;
beforeAll(async () => {
  upstream = createServer((request, response) => {
    const { whole } = CANARY_WIRES['openai-chat'];
    request
      .resume()
      .on('end', () =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(whole)),
      );
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as AddressInfo;
  const folder = join(meterline().home, '.meterline');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'meterline.toml'), `[gateway.upstreams]\nopenai = "http://127.0.0.1:${port}"\n`);
  await meterline().start();
});
afterAll(() => void upstream.close());

let opened: OpenedPage;
const open = async (path: string): Promise<OpenedPage['page']> => {
  opened = await openPage(browser(), { url: meterline().url, path });
  return opened.page;
};
afterEach(() => opened.close());

const lightOf = (page: OpenedPage['page'], connection: string) =>
  page.getByRole('region', { name: connection }).getByRole('status');

describe('the page Connect', () => {
  it('has lines with the address of this Meterline, to be copied', async () => {
    const page = await open('/connect');
    const codex = page.getByRole('region', { name: /^Codex, Gateway/ });
    await codex.getByRole('button', { name: 'Copy the lines for Codex' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `openai_base_url = "${meterline().url}/openai/v1"`,
    );
    await codex.getByRole('button', { name: 'Copy the command for Codex' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `meterline connect codex --gateway --url ${meterline().url}`,
    );
    expect(opened.errors).toEqual([]);
  });

  it('turns a light green when the first call arrives, and says it in words', async () => {
    const page = await open('/connect');
    const python = lightOf(page, 'OpenAI SDK, Python, Gateway, the program');
    expect(await python.innerText()).toBe('No call yet');
    expect(await python.getAttribute('class')).not.toContain('is-on');
    const answer = await fetch(`${meterline().url}/openai/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'OpenAI/Python 2.0.0' },
      body: '{"model":"gpt-5.4","messages":[]}',
    });
    expect(answer.status).toBe(200);
    await python.filter({ hasText: /^1 call since .*, last just now$/ }).waitFor();
    expect(await python.getAttribute('class')).toContain('is-on');
    // The other library of the same provider has not called.
    expect(await lightOf(page, 'OpenAI SDK, TypeScript, Gateway, the program').innerText()).toBe(
      'No call yet',
    );
    await page
      .getByRole('region', { name: /^Connected/ })
      .getByText('OpenAI SDK, Python, Gateway')
      .waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(opened.errors).toEqual([]);
  });

  it('finds a client by its name', async () => {
    const page = await open('/connect');
    await page.keyboard.press('/');
    await page.keyboard.type('langch');
    await page.waitForURL(/[?&]q=langch/);
    await page.getByRole('heading', { level: 2, name: 'LangChain' }).waitFor();
    expect(await page.getByRole('heading', { level: 2, name: 'Codex' }).count()).toBe(0);
    await page.keyboard.type('xyz');
    await page.getByText('No client of this name is listed.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('heading', { level: 2, name: 'Codex' }).waitFor();
    expect(opened.errors).toEqual([]);
  });
});
