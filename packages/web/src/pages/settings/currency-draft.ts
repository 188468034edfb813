import { type Currency, moneyText } from '../../format/money.ts';

/** A currency as it is typed. */
export interface CurrencyDraft {
  readonly code: string;
  readonly perUsd: string;
}

/** What the server takes: at most nine decimals, not 0. */
const DECIMAL = /^\d{1,9}(\.\d{1,9})?$/;

const cleaned = (typed: string): string => typed.trim().replace(',', '.');

/** What is wrong with a rate; undefined: nothing. */
export const rateProblem = (typed: string): string | undefined => {
  const text = cleaned(typed);
  if (text === '') return 'How much is one US dollar?';
  if (!DECIMAL.test(text)) return 'A number such as 0.92.';
  return Number(text) === 0 ? 'More than 0.' : undefined;
};

/** The currency to save; undefined while the rate is wrong. US dollars need none. */
export const currencyOf = ({ code, perUsd }: CurrencyDraft): Currency | undefined =>
  rateProblem(perUsd) === undefined ? { code, perUsd: cleaned(perUsd) } : undefined;

const SAMPLES_NANO_USD = [12_340_000_000, 420_000] as const;

/** `$12.34 reads €11.35, $0.00042 reads €0.00039`: how money would look. */
export const sampleText = (currency: Currency): string =>
  SAMPLES_NANO_USD.map(
    (sample) => `${moneyText(sample, { code: 'USD', perUsd: '1' })} reads ${moneyText(sample, currency)}`,
  ).join(', ');

/** Codes that are listed at once. */
const MAX_CODES = 30;

export interface CurrencyName {
  readonly code: string;
  readonly name: string;
}

export const knownCurrencies = (): readonly CurrencyName[] => {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  return Intl.supportedValuesOf('currency').map((code) => ({ code, name: names.of(code) ?? code }));
};

/** By code or by a part of the name: `chf`, `franc`. A code that is typed comes first. */
export const findCurrencies = (all: readonly CurrencyName[], typed: string): readonly CurrencyName[] => {
  const text = typed.trim().toLowerCase();
  const byCode = all.filter(({ code }) => code.toLowerCase().startsWith(text));
  const byName = all.filter(
    (one) => one.name.toLowerCase().includes(text) && !one.code.toLowerCase().startsWith(text),
  );
  return [...byCode, ...byName].slice(0, MAX_CODES);
};
