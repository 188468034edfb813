import type { PriceBook } from '@meterline/core';
import { disagreements, quotesFor } from './cross-check.ts';
import type { Flagship } from './flagships.ts';
import type { Upstream } from './upstream.ts';

const HEAD = `# Where the price book differs from upstream

Written by \`npm run prices:build\`. Flagship models whose current price in the book is not what a data set says, in US
dollars per million tokens. A difference is not a fault: the data sets are snapshots (LiteLLM 2026-08-01, models.dev
2026-07-02), and the overlay names its source for each price.
`;

const row = (flagship: Flagship, book: PriceBook, upstream: Upstream): string[] => {
  const [own, ...others] = quotesFor(flagship, book, upstream);
  if (own === undefined) return [];
  const differences = others.flatMap((other) => disagreements([own, other]));
  return differences.length === 0 ? [] : [`| ${flagship.key} | ${differences.join('; ')} |`];
};

/** A Markdown table of the flagships whose price in the book is not upstream's. */
export const priceDiff = (flagships: readonly Flagship[], book: PriceBook, upstream: Upstream): string => {
  const rows = flagships.flatMap((flagship) => row(flagship, book, upstream));
  return [HEAD, '| model | difference |', '|---|---|', ...rows, ''].join('\n');
};
