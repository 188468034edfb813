import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_RATES } from '../../parts/rates-input.ts';
import { billedNames } from './billed-names.ts';
import { currencyOf, findCurrencies, knownCurrencies, rateProblem, sampleText } from './currency-draft.ts';
import { findZones, knownZones, MAX_ZONES, offsetText, wallClock } from './find-zones.ts';
import { givenPrice, NEW_PRICE, percentError } from './own-price-draft.ts';
import { ownPriceTerm } from './own-price-term.ts';
import { cutoffOf, daysOf } from './retention-days.ts';

const INSTANT = Date.UTC(2026, 10, 22, 14, 38);

describe('zones', () => {
  const zones = ['America/New_York', 'Asia/Kathmandu', 'Europe/York_Like', 'UTC'];

  it('are found by any part of their names', () => {
    expect(findZones(zones, 'new york')).toEqual(['America/New_York']);
    expect(findZones(zones, 'York/')).toEqual(['America/New_York', 'Europe/York_Like']);
    expect(findZones(zones, 'kath')).toEqual(['Asia/Kathmandu']);
    expect(findZones(zones, 'nowhere')).toEqual([]);
    expect(findZones(zones, ' ')).toEqual(zones);
  });

  it('are all found by their own names, and never more than can be shown', () => {
    const all = knownZones();
    expect(all).toContain('UTC');
    fc.assert(
      fc.property(fc.constantFrom(...all), (zone) => {
        const found = findZones(all, zone);
        expect(found.length).toBeLessThanOrEqual(MAX_ZONES);
        expect(found).toContain(zone);
      }),
    );
  });

  it('have their names of today, each once, and clocks that the browser knows', () => {
    expect(knownZones(['Asia/Calcutta', 'Asia/Kolkata', 'Europe/Kiev'])).toEqual([
      'Asia/Kolkata',
      'Europe/Kyiv',
      'UTC',
    ]);
    for (const zone of knownZones()) expect(wallClock(INSTANT, zone)).toContain('November 2026');
  });

  it('say what day it is there', () => {
    expect(wallClock(INSTANT, 'Asia/Kathmandu')).toBe('Sunday 22 November 2026, 20:23');
    expect(wallClock(INSTANT, 'Pacific/Kiritimati')).toBe('Monday 23 November 2026, 04:38');
    expect(offsetText(INSTANT, 'Asia/Kathmandu')).toBe('UTC+5:45');
    expect(offsetText(INSTANT, 'America/New_York')).toBe('UTC−5');
  });
});

describe('a currency', () => {
  it.each([
    ['0.92', undefined],
    ['0,92', undefined],
    [' 150 ', undefined],
    ['0', 'More than 0.'],
    ['', 'How much is one US dollar?'],
    ['-1', 'A number such as 0.92.'],
    ['1.2.3', 'A number such as 0.92.'],
    ['1e3', 'A number such as 0.92.'],
  ])('at a rate of %j: %s', (typed, problem) => expect(rateProblem(typed)).toBe(problem));

  it('is sent as the server takes it, or not at all', () => {
    expect(currencyOf({ code: 'EUR', perUsd: '0,92' })).toEqual({ code: 'EUR', perUsd: '0.92' });
    fc.assert(
      fc.property(fc.string(), (perUsd) => {
        const currency = currencyOf({ code: 'EUR', perUsd });
        if (currency !== undefined) expect(currency.perUsd).toMatch(/^\d{1,9}(\.\d{1,9})?$/);
      }),
    );
  });

  it('shows how money would look, also under a cent', () => {
    expect(sampleText({ code: 'EUR', perUsd: '0.5' })).toBe('$12.34 reads €6.17, $0.00042 reads €0.00021');
  });

  it('is found by code and by name', () => {
    const all = knownCurrencies();
    expect(findCurrencies(all, 'chf')[0]?.code).toBe('CHF');
    expect(findCurrencies(all, 'franc').map(({ code }) => code)).toContain('CHF');
    expect(findCurrencies(all, 'gold coins of the moon')).toEqual([]);
  });
});

describe('retention', () => {
  it.each([
    ['', null],
    [' 365 ', 365],
    ['0', undefined],
    ['36500', 36_500],
    ['36501', undefined],
    ['-3', undefined],
    ['1.5', undefined],
    ['a year', undefined],
  ])('of %j is %s', (typed, days) => expect(daysOf(typed)).toBe(days));

  it('drops what is older', () => {
    expect(cutoffOf(1, INSTANT)).toBe(Date.UTC(2026, 10, 21, 14, 38));
  });
});

describe('a price of one’s own', () => {
  it('is sent in the way that was chosen', () => {
    const rates = { ...NO_RATES, input: '1', output: '2' };
    expect(givenPrice({ ...NEW_PRICE, rates })).toEqual({ rates: { input: '1', output: '2' } });
    expect(givenPrice({ ...NEW_PRICE, kind: 'like', other: 'openai:gpt-5.5' })).toEqual({
      like: 'openai:gpt-5.5',
    });
    expect(givenPrice({ ...NEW_PRICE, kind: 'alias', other: 'gpt-5.5' })).toEqual({ alias: 'gpt-5.5' });
    expect(givenPrice({ ...NEW_PRICE, kind: 'discount', percent: '12,5 %' })).toEqual({
      discountPercent: 12.5,
    });
  });

  it('is not sent while it is incomplete', () => {
    for (const kind of ['rates', 'like', 'alias', 'discount'] as const)
      expect(givenPrice({ ...NEW_PRICE, kind })).toBeUndefined();
  });

  it.each(['0', '100', '-5', '12.345', 'ten', ''])('has no discount of %j', (typed) =>
    expect(percentError(typed)).toBeDefined(),
  );

  it.each([
    [null, null, ''],
    ['2026-11-01T00:00:00.000Z', null, ', from 2026-11-01'],
    ['2026-11-01T00:00:00.000Z', '2026-12-01T12:30:00.000Z', ', from 2026-11-01, until 2026-12-01 12:30 UTC'],
    [null, 'soon', ', until soon'],
  ])('from %s to %s holds%s', (from, to, text) => expect(ownPriceTerm(from, to)).toBe(text));
});

it('names each billed program once', () => {
  expect(billedNames(['codex', 'goose'], { codex: 'plan', anthropic: 'api' })).toEqual([
    'codex',
    'goose',
    'anthropic',
  ]);
});
