import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelPrice, PricePeriod } from '@meterline/core';
import { describe, expect, test } from 'vitest';
import { buildFiles } from '../generator/build.ts';
import { makeBook } from '../generator/make-book.ts';
import type { Overlay } from '../generator/overlay/overlay-model.ts';
import { versionOf } from '../src/canonical-json.ts';
import { bookVersion, priceBook, validateBook } from '../src/index.ts';

const folder = join(import.meta.dirname, '..');
const committed = (file: string): string => readFileSync(join(folder, file), 'utf8');

describe('the committed book', () => {
  test('is what the generator writes, byte for byte', () => {
    const files = buildFiles();
    expect(files.problems).toEqual([]);
    expect(files.bookJson).toBe(committed('src/book.json'));
    expect(files.diff).toBe(committed('PRICES-DIFF.md'));
  });

  test('is valid, carries its own hash and stays small', () => {
    expect(validateBook(priceBook())).toEqual([]);
    expect(versionOf(priceBook())).toBe(bookVersion);
    expect(statSync(join(folder, 'src/book.json')).size).toBeLessThan(150_000);
  });

  test('says of every stated price where it was seen', () => {
    for (const [key, model] of Object.entries(priceBook().models))
      for (const period of model.p) {
        expect(priceBook().sources[period.src ?? ''], key).toBeDefined();
        expect(period.conf, key).toBeDefined();
      }
  });
});

const PROVENANCE = { src: 'here', conf: 'O' } as const;
const period = (more: Partial<PricePeriod> = {}): PricePeriod => ({
  r: { in: 1, out: 2, cr: 0.1 },
  ...PROVENANCE,
  ...more,
});

const overlay = (models: Record<string, ModelPrice>): Overlay => ({
  sources: { here: { url: 'https://example.org', seen: '2026-11-22' } },
  providers: {},
  models,
});

const NOTHING = { genai: [], litellm: {}, modelsDev: {} };

const problemsOf = (models: Record<string, ModelPrice>, more: Partial<Parameters<typeof makeBook>[0]> = {}) =>
  makeBook({
    upstream: NOTHING,
    overlays: [overlay(models)],
    calendars: {},
    flagships: [],
    asOf: '2026-11-22',
    ...more,
  }).problems;

const rulesOf = (models: Record<string, ModelPrice>): string[] => problemsOf(models).map(({ rule }) => rule);

describe('the generator refuses', () => {
  test('nothing in a sound book', () => {
    expect(problemsOf({ 'a:m': { p: [period()] } })).toEqual([]);
  });

  test('a cache read above input, in a tier too', () => {
    expect(rulesOf({ 'a:m': { p: [period({ r: { in: 1, out: 2, cr: 1.5 } })] } })).toEqual([
      'cache_read_above_input',
    ]);
    const t = [{ at: 1000, op: '>' as const, r: { cr: 5 } }];
    expect(rulesOf({ 'a:m': { p: [period({ t })] } })).toEqual(['cache_read_above_input']);
  });

  test('output below input, unless a note says why', () => {
    const rates = { in: 2, out: 1 };
    expect(rulesOf({ 'a:m': { p: [period({ r: rates })] } })).toEqual(['output_below_input']);
    expect(rulesOf({ 'a:m': { p: [period({ r: rates, note: 'It is so.' })] } })).toEqual([]);
    expect(rulesOf({ 'a:embed': { p: [period({ r: { in: 2, out: 0 } })] } })).toEqual([]);
  });

  test('a change above 3x, unless a note says why', () => {
    const cut = '2026-01-01T00:00:00Z';
    const after = { r: { in: 0.2, out: 2, cr: 0.1 }, from: cut };
    expect(rulesOf({ 'a:m': { p: [period({ to: cut }), period(after)] } })).toEqual(['change_above_3x']);
    expect(rulesOf({ 'a:m': { p: [period({ to: cut }), period({ ...after, note: 'Cut.' })] } })).toEqual([]);
  });

  test('periods that overlap, are out of order or empty', () => {
    const first = period({ to: '2026-02-01T00:00:00Z' });
    expect(rulesOf({ 'a:m': { p: [first, period({ from: '2026-01-01T00:00:00Z' })] } })).toEqual([
      'overlapping_periods',
    ]);
    expect(rulesOf({ 'a:m': { p: [period(), first] } })).toEqual(['overlapping_periods']);
    const empty = period({ from: '2026-02-01T00:00:00Z', to: '2026-02-01T00:00:00Z' });
    expect(rulesOf({ 'a:m': { p: [empty] } })).toEqual(['overlapping_periods']);
  });

  test('a name that means two models', () => {
    expect(rulesOf({ 'a:m': { a: ['x'], p: [period()] }, 'a:n': { a: ['x'], p: [period()] } })).toEqual([
      'name_hits_two_models',
    ]);
    expect(rulesOf({ 'a:m': { a: ['n'], p: [period()] }, 'a:n': { p: [period()] } })).toEqual([
      'name_hits_two_models',
    ]);
    // The same name at two providers is two names.
    expect(rulesOf({ 'a:m': { a: ['x'], p: [period()] }, 'b:n': { a: ['x'], p: [period()] } })).toEqual([]);
  });

  test('two overlays that state one model', () => {
    const models = { 'a:m': { p: [period()] } };
    expect(problemsOf(models, { overlays: [overlay(models), overlay(models)] })).toMatchObject([
      { rule: 'name_hits_two_models', at: 'a:m' },
    ]);
  });

  test('sources that disagree by more than 1 % on a flagship that no overlay settles', () => {
    const upstream = (usd: number) => ({
      genai: [
        { id: 'mistral', models: [{ id: 'big', match: {}, prices: { input_mtok: 1, output_mtok: 3 } }] },
      ],
      litellm: { 'mistral/big': { input_cost_per_token: usd / 1e6, output_cost_per_token: 3e-6 } },
      modelsDev: {},
    });
    const flagships = [{ key: 'mistral:big', litellm: 'mistral/big' }];
    expect(problemsOf({}, { upstream: upstream(1.005), flagships })).toEqual([]);
    const found = problemsOf({}, { upstream: upstream(1.02), flagships });
    expect(found).toMatchObject([{ rule: 'sources_disagree', at: 'mistral:big' }]);
    expect(found[0]!.message).toContain('in: the book 1, LiteLLM 1.02');
    const settled = { 'mistral:big': { p: [period()] } };
    expect(problemsOf(settled, { upstream: upstream(1.02), flagships })).toEqual([]);
  });

  test('a flagship that is not in the book', () => {
    expect(problemsOf({}, { flagships: [{ key: 'a:gone' }] })).toMatchObject([
      { rule: 'shape', at: 'a:gone' },
    ]);
  });
});

describe('validateBook', () => {
  const broken = (change: (book: Record<string, never>) => void): string[] => {
    const copy = JSON.parse(committed('src/book.json'));
    change(copy);
    return validateBook(copy).map(({ rule, at }) => `${rule} ${at}`);
  };

  // biome-ignore lint/suspicious/noExplicitAny: a test reaches into the middle of the book
  test.each<[string, (book: any) => void, string]>([
    ['format', (book) => (book.format = 'x'), 'shape format'],
    ['version', (book) => (book.version = 'x'), 'shape version'],
    ['day', (book) => (book.asOf = 'today'), 'shape asOf'],
    ['models', (book) => (book.models = []), 'shape models'],
    ['key', (book) => (book.models.nokey = { p: [period()] }), 'shape nokey'],
    ['periods', (book) => (book.models['a:m'] = { p: [] }), 'shape a:m'],
    [
      'rate name',
      (book) => (book.models['a:m'] = { p: [{ r: { in: 1, out: 2, x: 1 } }] }),
      'shape a:m[0].r.x',
    ],
    ['rate', (book) => (book.models['a:m'] = { p: [{ r: { in: -1, out: 2 } }] }), 'rate a:m[0].r.in'],
    ['decimals', (book) => (book.models['a:m'] = { p: [{ r: { in: 1e-7, out: 2 } }] }), 'rate a:m[0].r.in'],
    ['no output', (book) => (book.models['a:m'] = { p: [{ r: { in: 1 } }] }), 'shape a:m[0]'],
    [
      'instant',
      (book) => (book.models['a:m'] = { p: [{ from: '2026', r: { in: 1, out: 2 } }] }),
      'shape a:m[0]',
    ],
    ['source', (book) => (book.models['a:m'] = { p: [{ src: '?', r: { in: 1, out: 2 } }] }), 'shape a:m[0]'],
    [
      'calendar',
      (book) =>
        (book.models['a:m'] = { p: [{ r: { in: 1, out: 2 }, win: [{ cal: 'x', minutes: [], r: {} }] }] }),
      'shape a:m[0].win[0]',
    ],
    [
      'card',
      (book) => (book.models['a:m'] = { p: [{ r: { in: 1, out: 2 } }], cards: { fast: { mul: [1, 0] } } }),
      'shape a:m.cards.fast',
    ],
    ['multiplier', (book) => (book.providers.azure.mods.x = [1, 2]), 'shape providers.azure.mods.x'],
    [
      'fee',
      (book) => (book.providers.azure.fees = { webSearch: 'free' }),
      'shape providers.azure.fees.webSearch',
    ],
  ])('finds a wrong %s', (_what, change, found) => {
    expect(broken(change)).toContain(found);
  });

  test.each([null, 5, 'book', [], {}])('%j is no book', (value) => {
    expect(validateBook(value).length).toBeGreaterThan(0);
  });
});
