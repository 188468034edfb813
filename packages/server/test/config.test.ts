import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { editConfig, editToml, setConfig } from '../src/config/edit-config.ts';
import { loadConfig } from '../src/config/load-config.ts';
import { loadLocalPrices, saveLocalPrices } from '../src/config/local-prices.ts';
import { parseConfig } from '../src/config/parse-config.ts';
import { shownCurrency } from '../src/config/shown-currency.ts';
import { freshFolder, writeFile } from './kit.ts';

const IDS = ['claude-code', 'codex', 'openclaw'];
const read = (text: string) => parseConfig(text, 'meterline.toml', IDS);
const faultOf = (text: string) => {
  const config = read(text);
  if (config.ok) throw new Error('it was taken for valid');
  return config.fault;
};

describe('meterline.toml', () => {
  it('is all default when there is none', () => {
    expect(loadConfig(freshFolder(), IDS)).toEqual({
      ok: true,
      value: { sources: {}, billing: {}, gateway: { upstreams: {}, requireKey: false }, webhooks: {} },
    });
  });

  it('says all that it can say', () => {
    const text = `zone = "Europe/Zurich"
machine = "laptop"
retentionDays = 365
[sources.codex]
enabled = false
[sources.claude-code]
roots = ["/backup/.claude"]
[billing]
claude-code = "plan"
"openrouter" = "api"
[gateway]
requireKey = true
[gateway.upstreams]
house = "http://10.0.0.5:8000"
`;
    expect(read(text)).toEqual({
      ok: true,
      value: {
        zone: 'Europe/Zurich',
        machine: 'laptop',
        retentionDays: 365,
        sources: {
          codex: { enabled: false, roots: [] },
          'claude-code': { enabled: true, roots: ['/backup/.claude'] },
        },
        billing: { 'claude-code': 'plan', openrouter: 'api' },
        gateway: { upstreams: { house: 'http://10.0.0.5:8000' }, requireKey: true },
        webhooks: {},
      },
    });
  });

  it.each([
    ['# first\nzoen = "UTC"', 2, 'zoen is not a key', 'zone'],
    ['[sources.codxe]\nenabled = true', 1, 'sources.codxe is not a key', 'codex'],
    ['[sources.codex]\n\nenable = true', 3, 'sources.codex.enable is not a key', 'enabled'],
    ['zone = "Europe/Zürich"', 1, 'zone must be an IANA zone', undefined],
    ['zone = "+02:00"', 1, 'zone must be an IANA zone', undefined],
    ['machine = """\nlong"""\nretentionDays = -1', 3, 'retentionDays must be a whole number', undefined],
    ['pricesUrl = "http://prices.example/book.json"', 1, 'pricesUrl must be an https address', undefined],
    ['retentionDays = 1.5', 1, 'retentionDays must be a whole number', undefined],
    ['[billing]\na = "plan"\nb = "free"', 3, 'billing.b must be "api" or "plan"', undefined],
    [
      '[sources.codex]\nroots = [\n "relative",\n]\n',
      2,
      'sources.codex.roots must be a list of absolute folders',
      undefined,
    ],
    ['[bill]\nx = 1', 1, 'bill is not a key', 'billing'],
    ['sources = 3', 1, 'sources', undefined],
  ])('refuses %j, naming line and key', (text, line, message, meant) => {
    const fault = faultOf(text);
    expect(fault.code).toBe('CONFIG_INVALID');
    expect(fault.message).toContain(`meterline.toml:${line}: `);
    expect(fault.message).toContain(message);
    if (meant) expect(fault.hint).toBe(`Did you mean ${meant}?`);
  });

  it('names the header of a table that should not be there, not its first key', () => {
    expect(faultOf('zone = "UTC"\n\n[sources.nobody]\nenabled = false\n').message).toContain(
      'meterline.toml:3: ',
    );
  });

  it('names line and column of what is no TOML', () => {
    expect(faultOf('zone = "UTC"\nmachine = \n').message).toContain('meterline.toml:2:');
  });
});

describe('setting one key', () => {
  const FILE = `# Our house.
zone = "UTC" # everywhere

# Old laptop too.
[sources.claude-code]
roots = [
  "/a", # first
  "/b",
]

[billing]
claude-code = "plan"
`;

  it('leaves every other line as it is', () => {
    const edited = editToml(FILE, ['zone'], '"Asia/Kathmandu"');
    expect(edited).toBe(FILE.replace('zone = "UTC" # everywhere', 'zone = "Asia/Kathmandu" # everywhere'));
    expect(editToml(FILE, ['sources', 'claude-code', 'roots'], '["/c"]')).toBe(
      FILE.replace(/roots = \[[^\]]*\]/, 'roots = ["/c"]'),
    );
  });

  it('adds a key to its table, before the first table, or with a table of its own', () => {
    expect(editToml(FILE, ['billing', 'codex'], '"plan"')).toBe(`${FILE}codex = "plan"\n`);
    expect(editToml(FILE, ['machine'], '"m"')).toContain('zone = "UTC" # everywhere\nmachine = "m"\n');
    expect(editToml(FILE, ['sources', 'codex', 'enabled'], 'false')).toBe(
      `${FILE}\n[sources.codex]\nenabled = false\n`,
    );
    expect(editToml('', ['zone'], '"UTC"')).toBe('zone = "UTC"\n');
    expect(editToml('[billing]\na = "api"\n', ['zone'], '"UTC"')).toBe(
      'zone = "UTC"\n\n[billing]\na = "api"\n',
    );
  });

  it('removes a key, all of its lines', () => {
    expect(editToml(FILE, ['sources', 'claude-code', 'roots'], undefined)).not.toContain('/a');
  });

  it('writes a private file and gives the new configuration', () => {
    const path = join(freshFolder(), 'data', 'meterline.toml');
    const set = setConfig(path, { key: 'sources.codex.roots', value: '/x, /y z' }, IDS);
    expect(set).toMatchObject({ ok: true, value: { sources: { codex: { roots: ['/x', '/y z'] } } } });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(path, '..'))).toEqual(['meterline.toml']);
  });

  it('says so when it cannot be written, and leaves the file as it was', () => {
    const path = writeFile(join(freshFolder(), 'meterline.toml'), 'machine = "old"\n');
    // A folder where the temporary file should be: writing fails, for root too.
    mkdirSync(`${path}.${process.pid}.tmp`);
    const set = setConfig(path, { key: 'machine', value: 'new' }, IDS);
    expect(set).toMatchObject({ ok: false, fault: { code: 'CONFIG_UNWRITABLE' } });
    expect(readFileSync(path, 'utf8')).toBe('machine = "old"\n');
  });

  it('writes nothing that is not valid', () => {
    const path = join(freshFolder(), 'meterline.toml');
    expect(setConfig(path, { key: 'retentionDays', value: 'ten' }, IDS)).toMatchObject({
      ok: false,
      fault: { code: 'CONFIG_INVALID' },
    });
    expect(setConfig(path, { key: 'zome', value: 'UTC' }, IDS)).toMatchObject({
      ok: false,
      fault: { hint: 'Did you mean zone?' },
    });
    expect(existsSync(path)).toBe(false);
  });

  it('gives what was set, whatever stands around it', () => {
    const name = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.constantFrom('api', 'plan')), { maxLength: 6 }), (entries) => {
        let text = FILE;
        for (const [key, value] of entries) text = editToml(text, ['billing', key], JSON.stringify(value));
        const { billing } = parse(text) as { billing: Record<string, string> };
        for (const [key, value] of new Map(entries)) expect(billing[key]).toBe(value);
        expect(text).toContain('# Old laptop too.');
      }),
    );
  });
});

describe('prices.local.json', () => {
  it('is read back as it was saved', () => {
    const path = join(mkdtempSync(join(freshFolder(), 'p-')), 'prices.local.json');
    expect(loadLocalPrices(path)).toMatchObject({ ok: true, value: { raw: {} } });
    const raw = { aliases: { mine: 'claude-opus-4-6' }, discounts: [{ match: 'openai:*', mul: [9, 10] }] };
    expect(saveLocalPrices(path, raw).ok).toBe(true);
    expect(loadLocalPrices(path)).toMatchObject({
      ok: true,
      value: { raw, overrides: { aliases: raw.aliases } },
    });
  });

  it('names every wrong key and keeps the file as it was', () => {
    const path = writeFile(join(freshFolder(), 'prices.local.json'), '{"aliases":{}}');
    const saved = saveLocalPrices(path, { prices: [{ match: 'x', rates: { inptu: 1 } }], alias: {} });
    expect(saved).toMatchObject({ ok: false, fault: { code: 'PRICE_OVERRIDE_INVALID' } });
    if (!saved.ok) expect(saved.fault.message).toMatch(/inptu.*|alias/);
    expect(readFileSync(path, 'utf8')).toBe('{"aliases":{}}');
  });

  it('is a fault when it is no JSON', () => {
    const path = writeFile(join(freshFolder(), 'prices.local.json'), '{');
    expect(loadLocalPrices(path)).toMatchObject({ ok: false, fault: { code: 'PRICE_OVERRIDE_INVALID' } });
  });
});

describe('several edits at once', () => {
  const path = (): string =>
    writeFile(join(freshFolder(), 'meterline.toml'), '# mine\nzone = "UTC" # here\n');

  it('are all written, or none', () => {
    const file = path();
    const edits = [
      { path: ['billing', 'z.ai'], value: 'plan' },
      { path: ['billing', 'a=b'], value: 'plan' },
      { path: ['currency', 'code'], value: 'EUR' },
      { path: ['currency', 'perUsd'], value: '0.92' },
    ];
    expect(editConfig(file, edits, IDS)).toMatchObject({
      ok: true,
      value: { billing: { 'z.ai': 'plan', 'a=b': 'plan' }, currency: { code: 'EUR', perUsd: '0.92' } },
    });
    expect(editConfig(file, [{ path: ['billing', 'a=b'], value: 'api' }], IDS)).toMatchObject({
      ok: true,
      value: { zone: 'UTC', billing: { 'z.ai': 'plan', 'a=b': 'api' } },
    });
    const before = readFileSync(file, 'utf8');
    expect(before.startsWith('# mine\nzone = "UTC" # here\n')).toBe(true);
    const wrong = [
      { path: ['zone'], value: 'Europe/Zurich' },
      { path: ['currency', 'perUsd'], value: '0.0' },
    ];
    expect(editConfig(file, wrong, IDS)).toMatchObject({ ok: false, fault: { code: 'CONFIG_INVALID' } });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('shows another currency only when its rate is there too', () => {
    const shown = (text: string) => {
      const config = read(text);
      return config.ok ? shownCurrency(config.value) : config.fault;
    };
    expect(shown('')).toEqual({ code: 'USD', perUsd: '1' });
    expect(shown('[currency]\ncode = "EUR"\n')).toEqual({ code: 'USD', perUsd: '1' });
    expect(shown('currency = { code = "EUR", perUsd = "0.92" }')).toEqual({ code: 'EUR', perUsd: '0.92' });
    expect(shown('currency.code = "euro"')).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(shown('currency.perUsd = 0.92')).toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
