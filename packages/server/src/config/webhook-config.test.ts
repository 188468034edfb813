import { describe, expect, it } from 'vitest';
import { parseConfig } from './parse-config.ts';
import { MAX_WEBHOOKS } from './webhook-config.ts';

const read = (body: string) => parseConfig(`[webhooks.team]\n${body}`, 'meterline.toml', []);
const GOOD = 'url = "https://example.com/h"\nsecretEnv = "HOOK_SECRET"\n';
const fault = (body: string) => {
  const config = read(body);
  if (config.ok) throw new Error('valid');
  expect(config.fault.code).toBe('CONFIG_INVALID');
  return config.fault;
};

describe('webhooks in meterline.toml', () => {
  it('need an address and a secret, and have defaults', () => {
    expect(read(GOOD)).toMatchObject({
      ok: true,
      value: {
        webhooks: {
          team: {
            url: 'https://example.com/h',
            secretEnv: 'HOOK_SECRET',
            events: 'calls',
            every: '1h',
            by: [],
            where: [],
            allowHttp: false,
          },
        },
      },
    });
    expect(fault('url = "https://example.com/h"\n')).toMatchObject({
      message: 'meterline.toml:1: webhooks.team needs secretEnv.',
    });
    expect(fault('').message).toContain('webhooks.team needs url.');
  });

  it('may say what they are about', () => {
    const more = 'events = "rollups"\nevery = "15m"\nby = ["model", "tag:team"]\nwhere = ["app=codex"]\n';
    const since = 'since = "2026-11-01T00:00:00+01:00"\n';
    expect(read(GOOD + more + since)).toMatchObject({
      ok: true,
      value: { webhooks: { team: { every: '15m', by: ['model', 'tag:team'], where: ['app=codex'] } } },
    });
  });

  it.each([
    ['every = "2m"', 'webhooks.team.every must be "1m"'],
    ['events = "all"', 'webhooks.team.events must be "calls" or "rollups"'],
    ['by = ["modle"]', 'webhooks.team.by must be a list of up to 8 dimensions'],
    ['where = ["app"]', 'webhooks.team.where must be a list'],
    ['since = "2026-11-01"', 'webhooks.team.since must be an instant with its zone'],
    ['allowHttp = "yes"', 'webhooks.team.allowHttp must be true or false'],
    ['secret = "whsec_x"', 'webhooks.team.secret is not a key'],
  ])('%s is refused', (line, message) => {
    expect(fault(GOOD + line).message).toContain(`meterline.toml:4: ${message}`);
  });

  it.each([
    ['"ftp://example.com"', 'url must be an https address'],
    ['"https://ann:secret@example.com"', 'url must be an https address'],
    ['"example.com"', 'url must be an https address'],
    ['"http://example.com"', 'plain http to another machine'],
    ['"http://127.0.0.1.example.com"', 'plain http to another machine'],
    ['"http://[::2]/"', 'plain http to another machine'],
  ])('an address of %s is refused', (url, message) => {
    const { message: said } = fault(`url = ${url}\nsecretEnv = "A"\n`);
    expect(said).toContain(message);
    expect(said).not.toContain('ann');
  });

  it.each(['http://127.0.0.1:8080/h', 'http://localhost', 'http://[::1]:9/h', 'https://10.0.0.5/h'])(
    'an address of %s is taken',
    (url) => {
      expect(read(`url = "${url}"\nsecretEnv = "A"\n`).ok).toBe(true);
    },
  );

  it('may be plain http inside a network that is trusted', () => {
    expect(read('url = "http://10.0.0.5/h"\nsecretEnv = "A"\nallowHttp = true\n').ok).toBe(true);
  });

  it('are some, with names that can be typed', () => {
    const named = (names: readonly string[]) =>
      parseConfig(names.map((name) => `[webhooks.${name}]\n${GOOD}`).join('\n'), 'meterline.toml', []);
    const many = Array.from({ length: MAX_WEBHOOKS + 1 }, (_, i) => `hook-${i}`);
    expect(named(many.slice(1)).ok).toBe(true);
    expect(named(many)).toMatchObject({ ok: false });
    expect(named(['"a b"'])).toMatchObject({ ok: false });
  });
});
