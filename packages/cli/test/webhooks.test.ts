import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { envelopeSchema } from '../src/report/envelope.ts';
import { WEBHOOK_TEST } from '../src/report/kinds/webhook-test.ts';
import { runCli, throwAwayFolder } from './run-cli.ts';

const URL_ = 'https://example.com/hooks/secret-path';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const env = { METERLINE_WEBHOOK_SECRET: SECRET };

const start = () => {
  const home = throwAwayFolder();
  const file = join(home, 'meterline.toml');
  return {
    home,
    file,
    toml: () => readFileSync(file, 'utf8'),
    webhooks: (...args: readonly string[]) =>
      runCli(['webhooks', ...args], { home, durable: true, env: { ...env, NO_COLOR: '1' }, columns: 80 }),
  };
};

describe('meterline webhooks', () => {
  it('adds, lists and removes; other lines of the file stay as they are', async () => {
    const { file, toml, webhooks } = start();
    const before = '# mine\nzone = "UTC" # everywhere\n\n[billing]\ncodex = "plan"\n';
    writeFileSync(file, before);
    expect((await webhooks()).out).toContain('sent nowhere');
    expect((await webhooks('add', 'team', URL_)).status).toBe(0);
    const rollups = ['--events', 'rollups', '--every', '15m', '--by', 'model,user', '--where', 'app=codex'];
    expect((await webhooks('add', 'sheet', URL_, ...rollups, '--since', '2026-11-01T00:00:00Z')).status).toBe(
      0,
    );
    const { out } = await webhooks();
    expect(out).toMatch(/team +https:\/\/example\.com\/… +calls +new/);
    expect(out).toMatch(/sheet +https:\/\/example\.com\/… +rollups, 15m/);
    expect(out).not.toContain('secret-path');
    const { rows, totals } = JSON.parse((await webhooks('--json')).out);
    expect(totals).toEqual({ webhooks: 2, delivering: false });
    expect(rows[1]).toMatchObject({ key: { name: 'sheet' }, by: ['model', 'user'], where: ['app=codex'] });
    expect(toml()).toContain('since = "2026-11-01T00:00:00.000Z"');
    expect((await webhooks('remove', 'sheet')).status).toBe(0);
    expect(toml()).not.toContain('sheet');
    expect((await webhooks('remove', 'team')).status).toBe(0);
    expect(toml()).toBe(before);
  });

  it('takes every filter as it is typed, commas too', async () => {
    const { toml, webhooks } = start();
    const where = ['project=/home/dev/a, b', 'app!=codex', 'feature='];
    const added = await webhooks('add', 'team', URL_, ...where.flatMap((one) => ['--where', one]));
    expect(added.status).toBe(0);
    expect(toml()).toContain('where = ["project=/home/dev/a, b", "app!=codex", "feature="]');
    const { rows } = JSON.parse((await webhooks('--json')).out);
    expect(rows).toMatchObject([{ key: { name: 'team' }, where }]);
  });

  it.each([
    [['add', 'team', 'http://example.com'], /plain http to another machine/],
    [['add', 'team', 'example.com'], /url must be an https address/],
    [['add', 'a b', URL_], /a name has 1 to 64/],
    [['add', 'team', URL_, '--by', 'modle'], /list of up to 8 dimensions/],
    [['remove', 'tem'], /no webhook 'tem'/],
    [['test', 'tem'], /no webhook .tem./],
    [['replay', 'there'], /--from is missing/],
    [['replay', 'there', '--from', '2026-11-02', '--to', '2026-11-01'], /not before/],
  ])('%j is refused, and nothing is written', async (args, says) => {
    const { toml, webhooks } = start();
    await webhooks('add', 'there', URL_);
    const before = toml();
    const { status, err } = await webhooks(...args);
    expect(status).toBe(2);
    expect(err).toMatch(says);
    expect(toml()).toBe(before);
  });

  it('does not write over one that is there', async () => {
    const { webhooks } = start();
    await webhooks('add', 'team', URL_);
    expect(await webhooks('add', 'team', 'https://example.org')).toMatchObject({ status: 2 });
  });

  it('allows plain http where it is told to', async () => {
    const { toml, webhooks } = start();
    expect((await webhooks('add', 'team', 'http://10.0.0.5/h', '--allow-http')).status).toBe(0);
    expect(toml()).toContain('allowHttp = true');
  });

  it('makes a secret that a shell can take, another each time', async () => {
    const { webhooks } = start();
    const [a, b] = [(await webhooks('secret')).out, (await webhooks('secret')).out];
    expect(a).toMatch(/^whsec_[A-Za-z0-9+/]{43}=\n$/);
    expect(a).not.toBe(b);
  });

  it('sends a test message, and says what became of it', async () => {
    const got: unknown[] = [];
    let status = 204;
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        // The clock of the command stands still, so the library's `verify` would find it too old.
        const {
          'webhook-id': id = '',
          'webhook-timestamp': at,
          'webhook-signature': signature,
        } = request.headers;
        const expected = new Webhook(SECRET).sign(String(id), new Date(Number(at) * 1000), body);
        got.push({ isSigned: signature === expected, ...JSON.parse(body) });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { webhooks } = start();
    await webhooks('add', 'team', `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`);
    expect(await webhooks('test', 'team')).toMatchObject({ status: 0, out: 'Delivered: team, HTTP 204.\n' });
    expect(got).toMatchObject([{ isSigned: true, type: 'meterline.test', data: { webhook: 'team' } }]);
    status = 500;
    const failed = await webhooks('test', 'team', '--json');
    expect(failed.status).toBe(1);
    const validate = new Ajv2020({ strictTypes: false }).compile(envelopeSchema(WEBHOOK_TEST as never));
    expect(validate(JSON.parse(failed.out))).toBe(true);
    expect(JSON.parse(failed.out).rows).toEqual([
      { key: { name: 'team' }, delivered: false, result: 'HTTP 500' },
    ]);
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  it('has a range sent again by the service that runs, one at a time', async () => {
    const { webhooks } = start();
    await webhooks('add', 'team', URL_);
    const { status, out } = await webhooks('replay', 'team', '--from', '7d');
    expect([status, out]).toEqual([0, expect.stringContaining('`meterline start` will send it')]);
    expect(await webhooks('replay', 'team', '--from', '7d')).toMatchObject({ status: 1 });
    expect((await webhooks()).out).toContain('being sent again, 0 messages so far');
  });
});
