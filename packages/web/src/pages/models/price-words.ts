import { boundText } from '../../format/price-bound.ts';

/** How a price is told: rates, tiers, dates and how sure it is. */

/** `cache write, 5 min` → `Cache write, 5 min` */
export const rateName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** `>200000` → `over 200,000 tokens`, `>=128000` → `from 128,000 tokens` */
export const tierText = (promptTokens: string): string => {
  const [, op = '>', digits = ''] = /^(>=?)(\d+)$/.exec(promptTokens) ?? [];
  if (digits === '') return promptTokens;
  return `${op === '>' ? 'over' : 'from'} ${Number(digits).toLocaleString('en-US')} tokens`;
};

/** `since 2026-03-13`, `until 2026-03-13`, `2026-01-01 to 2026-03-13`, `always`. Days of UTC, as providers give them. */
export const termText = (from: string | null, to: string | null): string => {
  if (from === null && to === null) return 'always';
  if (to === null) return `since ${boundText(from!)}`;
  if (from === null) return `until ${boundText(to)}`;
  return `${boundText(from)} to ${boundText(to)}`;
};

const CERTAINTIES: Readonly<Record<string, string>> = {
  own: 'Your own price',
  official: "From the provider's own price list",
  agreed: 'Several sources agree',
  secondary: 'One source that is not the provider',
  disputed: 'Sources disagree: costs are estimates',
};

export const certaintyText = (certainty: string): string => CERTAINTIES[certainty] ?? certainty;

/** An address that may be a link: the book holds web pages only, a price of one's own may hold anything. */
export const linkOf = (url: string | null): string | undefined =>
  url !== null && /^https?:\/\//i.test(url) ? url : undefined;
