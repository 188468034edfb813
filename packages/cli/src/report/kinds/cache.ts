import type { ReportKind } from '../envelope.ts';
import { choice, nullable, number, object, type TypeOf, text, usd } from '../shape.ts';
import { totalsFields } from '../usage-figures.ts';

const cacheFields = {
  hitRate: nullable(number('Cache reads over all input, 0 to 1.')),
  savedUsd: nullable(
    usd(
      'Against sending everything uncached, less what writing the cache cost. Below 0 the cache cost more; null where no price is known.',
    ),
  ),
  writePremiumUsd: nullable(usd('What cache writes cost above plain input.')),
};

const row = object({
  key: object({ section: choice(['model', 'session']), name: nullable(text()) }),
  ...totalsFields,
  ...cacheFields,
});
const totals = object({ ...totalsFields, ...cacheFields });

export type CacheRow = TypeOf<typeof row>;
export type CacheTotals = TypeOf<typeof totals>;

export const CACHE: ReportKind<CacheRow, CacheTotals> = {
  name: 'cache',
  about:
    'What prompt caching saved, at the prices known now, by model and for the sessions that use it worst (`meterline cache`).',
  row,
  totals,
};
