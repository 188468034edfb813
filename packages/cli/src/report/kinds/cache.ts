import type { ReportKind } from '../envelope.ts';
import { choice, count, nullable, number, object, type TypeOf, text, usd } from '../shape.ts';
import { totalsFields } from '../usage-figures.ts';

const cacheFields = {
  hitRate: nullable(number('Cache reads over all input, 0 to 1.')),
  savedUsd: nullable(
    usd(
      'Against sending everything uncached, less what writing the cache cost. Below 0 the cache cost more; null where no price is known.',
    ),
  ),
  writePremiumUsd: nullable(usd('What cache writes cost above plain input.')),
  lapses: count('Calls that wrote again what had been in the cache for longer than it lives.'),
  lapsedTokens: count('Tokens written again.'),
  lapsedUsd: nullable(
    usd('What that cost beyond reading them, at base rates; null where no price is known.'),
  ),
  oneHourGainUsd: nullable(
    usd(
      'What a cache of one hour would have gained (below 0: cost) instead of one of 5 minutes; null where unknown.',
    ),
  ),
};

const row = object({
  key: object({
    section: choice(['model', 'project', 'session']),
    name: nullable(text()),
    of: nullable(text('Provider of a model, app of a session.')),
  }),
  ...totalsFields,
  ...cacheFields,
});
const totals = object({ ...totalsFields, ...cacheFields });

export type CacheRow = TypeOf<typeof row>;
export type CacheTotals = TypeOf<typeof totals>;

export const CACHE: ReportKind<CacheRow, CacheTotals> = {
  name: 'cache',
  about:
    'What prompt caching saved and lost, by model and project, and for the sessions that use it worst (`meterline cache`).',
  row,
  totals,
};
