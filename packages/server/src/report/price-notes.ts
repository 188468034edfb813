import { RATE_NAMES_SHOWN } from './rate-names.ts';

/** The engine's short facts about a cost, as sentences. */
const NOTES: Readonly<Record<string, (detail: string) => string>> = {
  rate_fallback: (rate) =>
    `The model has no rate of its own for ${RATE_NAMES_SHOWN[rate] ?? rate}; the usual other rate was used.`,
  no_public_rate: (card) => `There is no public rate for ${card}; the standard one was used.`,
  not_available: (card) => `${card} is not offered for this model; the standard rates were used.`,
  region_assumed: () => 'The region was not told; the global rates were used.',
  usage_inconsistent: () => 'The counts of the call do not fit together; they were cut to what is possible.',
  not_counted: () => 'The answer did not say what it used.',
  no_price_then: () => 'The model has a price, but none for the time of the call.',
  cost_out_of_range: () => 'The cost is too large to be believed, so it was left out.',
  vendor_price: () => "The biller's own price is not known; the price of the model's vendor was used.",
  provider_guessed: () => 'Nobody said who bills; the price of the vendor of that model name was used.',
};

/** One of them in plain words. */
export const describePriceNote = (note: string): string => {
  const at = note.indexOf(':');
  const [code, detail] = at < 0 ? [note, ''] : [note.slice(0, at), note.slice(at + 1)];
  return NOTES[code]?.(detail) ?? note;
};
