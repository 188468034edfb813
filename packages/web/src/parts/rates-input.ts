/** Rates as they are typed: US dollars per million tokens. */

export const RATE_FIELDS = [
  { name: 'input', label: 'Input', required: true },
  { name: 'output', label: 'Output', required: true },
  { name: 'cacheRead', label: 'Cache read', required: false },
  { name: 'cacheWrite', label: 'Cache write', required: false },
] as const;
export type RateName = (typeof RATE_FIELDS)[number]['name'];
export type TypedRates = Readonly<Record<RateName, string>>;

export const NO_RATES: TypedRates = { input: '', output: '', cacheRead: '', cacheWrite: '' };

/** What the server takes: `2.50`, at most six decimals. */
const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;

/** `$2,50` and ` 2.5 ` mean 2.5; what cannot be read stays as it is. */
const cleaned = (typed: string): string => {
  const text = typed.trim().replace(/^\$\s*/, '');
  return /^\d+,\d{1,2}$/.test(text) ? text.replace(',', '.') : text;
};

/** What is wrong with a field; undefined: nothing. */
export const rateError = (typed: string, required: boolean): string | undefined => {
  const text = cleaned(typed);
  if (text === '') return required ? 'Needed; 0 where it costs nothing.' : undefined;
  return DECIMAL.test(text) ? undefined : 'US dollars such as 2.50, with at most six decimals.';
};

export type Rates = { readonly input: string; readonly output: string } & {
  readonly [name in 'cacheRead' | 'cacheWrite']?: string;
};

/** The rates to send; undefined while one of them is wrong. */
export const ratesOf = (typed: TypedRates): Rates | undefined => {
  if (RATE_FIELDS.some(({ name, required }) => rateError(typed[name], required) !== undefined))
    return undefined;
  const [cacheRead, cacheWrite] = [cleaned(typed.cacheRead), cleaned(typed.cacheWrite)];
  return {
    input: cleaned(typed.input),
    output: cleaned(typed.output),
    ...(cacheRead === '' ? {} : { cacheRead }),
    ...(cacheWrite === '' ? {} : { cacheWrite }),
  };
};
