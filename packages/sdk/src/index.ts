export { CostCeilingError, costErrorOf, UnknownRatesError } from './ceiling/errors.ts';
export { meter } from './clients/meter.ts';
export { withTags } from './context/with-tags.ts';
export { meteredFetch } from './metered-fetch.ts';
export type {
  CallOptions,
  MeterOptions,
  MeterStats,
  ModelRates,
  SendOptions,
  Tags,
  TokenCounts,
  TrackedCall,
} from './public-types.ts';
export { configure } from './send/address.ts';
export { flush, meterStats } from './send/sender.ts';
export { track } from './track.ts';
