/** The finest time of a rollup: local days and hours of every zone in use begin on a quarter of an hour UTC. */
export const BUCKET_MS = 900_000;

/** Start of the quarter of an hour that holds the instant. */
export const bucketStart = (instant: number): number => Math.floor(instant / BUCKET_MS) * BUCKET_MS;

/** First quarter of an hour that starts at the instant or later. */
export const bucketCeiling = (instant: number): number => Math.ceil(instant / BUCKET_MS) * BUCKET_MS;
