/** Bounds of what OpenTelemetry exporters send. */

/** A body, as it comes and after it was inflated. */
export const MAX_OTLP_BYTES = 4 * 2 ** 20;
/** Records of one request; the rest is refused, and the answer says how many. */
export const MAX_OTLP_RECORDS = 20_000;
/** Attributes of one record or resource that are looked at. */
export const MAX_ATTRIBUTES = 512;
/** Words of a list (`gen_ai.response.finish_reasons`) that are kept. */
export const MAX_LIST_WORDS = 8;
/** Text of an attribute that holds JSON of counts; a longer one is no table of counts. */
export const MAX_JSON_ATTRIBUTE_CHARACTERS = 16 * 2 ** 10;
/** Spans that are remembered, to know a parent that repeats its child. Some 200 bytes each. */
export const MAX_REMEMBERED_SPANS = 8_192;
/** Senders whose records and metrics are counted apart. */
export const MAX_SENDERS = 256;
/** What an exporter is told to wait while the ledger cannot be written. Seconds. */
export const RETRY_AFTER_SECONDS = 5;
