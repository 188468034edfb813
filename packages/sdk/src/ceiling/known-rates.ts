import { known } from '../call/call-record.ts';
import { MAX_KNOWN_RATES, RATES_AGAIN_MS, SEND_TIMEOUT_MS } from '../limits.ts';
import type { MeterOptions, ModelRates } from '../public-types.ts';
import { runtime } from '../runtime.ts';
import { addressOf } from '../send/address.ts';

interface Known {
  readonly rates: Promise<ModelRates | undefined>;
  /** Monotonic milliseconds of the asking. */
  readonly at: number;
  isMissing: boolean;
}

const asked = new Map<string, Known>();

/** Rates that were given, at once; else Meterline's own price of the model, asked for once. Never rejects. */
export const ratesOf = (
  provider: string,
  model: string,
  options: MeterOptions,
): ModelRates | Promise<ModelRates | undefined> => {
  const given = options.rates;
  if (given !== undefined && Object.hasOwn(given, model)) return given[model]!;
  const { endpoint } = addressOf(options);
  const key = `${endpoint} ${provider} ${model}`;
  const now = runtime().monotonic();
  const before = asked.get(key);
  if (before !== undefined && !(before.isMissing && now - before.at > RATES_AGAIN_MS)) return before.rates;
  if (asked.size >= MAX_KNOWN_RATES) asked.clear();
  const entry: Known = { rates: ask(provider, model, options), at: now, isMissing: false };
  asked.set(key, entry);
  entry.rates.then((rates) => {
    entry.isMissing = rates === undefined;
  });
  return entry.rates;
};

/** A row of `GET /api/prices`, as far as it is read. */
interface PriceRow {
  readonly key: { readonly provider: string; readonly model: string };
  readonly current: boolean;
  readonly rates: Readonly<Record<string, number>>;
}

const ask = async (
  provider: string,
  model: string,
  options: MeterOptions,
): Promise<ModelRates | undefined> => {
  const { endpoint, headers } = addressOf(options);
  try {
    for (const name of spellings(model)) {
      const answer = await fetch(`${endpoint}/api/prices?limit=200&search=${encodeURIComponent(name)}`, {
        headers,
        signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      });
      if (!answer.ok) return undefined;
      const { rows } = (await answer.json()) as { rows: readonly PriceRow[] };
      const rates = bestRow(rows, provider, name);
      if (rates !== undefined) return rates;
    }
  } catch {
    // Nobody listens there: no price is known.
  }
  return undefined;
};

/** As sent, and without the date of a snapshot, under which the price book may have it. */
const spellings = (model: string): readonly string[] => {
  const short = model.replace(/-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, '');
  return short === model ? [model] : [model, short];
};

const bestRow = (rows: readonly PriceRow[], provider: string, model: string): ModelRates | undefined => {
  const fits = rows.filter(
    ({ key, current, rates }) =>
      current && key.model.toLowerCase() === model.toLowerCase() && rates['input'] !== undefined,
  );
  const row = fits.find(({ key }) => key.provider === provider) ?? fits[0];
  const { input, output } = row?.rates ?? {};
  if (row === undefined || input === undefined || output === undefined) return undefined;
  return known({
    input,
    output,
    cacheRead: row.rates['cache read'],
    cacheWrite: row.rates['cache write, 5 min'] ?? row.rates['cache write'],
  }) as never;
};
