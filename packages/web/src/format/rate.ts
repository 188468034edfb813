const rateFormat = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 6,
});

/** `$0.075`: US dollars per million tokens, to the last digit that the price has. Prices are facts, never converted. */
export const rateText = (usdPerMillion: number): string => rateFormat.format(usdPerMillion);
