import { PLAIN_DIMENSIONS, type TokenKind } from '@meterline/core';

/** Columns of `scope`, each the id of a name, 0 where not set. The dimensions come first, in core's order. */
export const SCOPE_COLUMNS = [...PLAIN_DIMENSIONS, 'parent_session'] as const;

/** Token columns of `event`; NULL is "not reported". */
export const TOKEN_COLUMNS = {
  input: 'input',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
  cacheWrite12h: 'cache_write_12h',
  cacheWrite: 'cache_write',
  inputAudio: 'input_audio',
  outputAudio: 'output_audio',
  inputImage: 'input_image',
  outputImage: 'output_image',
  output: 'output',
  reasoning: 'reasoning',
} as const satisfies Record<TokenKind, string>;

/** All columns of `event` in the order in which they are bound. */
export const EVENT_COLUMNS = [
  'id',
  'started_at',
  'scope',
  'trait',
  'status',
  'cost_status',
  ...Object.values(TOKEN_COLUMNS),
  'web_searches',
  'tool_calls',
  'sent_cost_nano_usd',
  'list_nano_usd',
  'billed_nano_usd',
  'reported_nano_usd',
  'cache_saved_nano_usd',
  'cache_premium_nano_usd',
  'latency_ms',
  'time_to_first_token_ms',
  'metered_started_at',
  'origin_at',
  'prompt_fingerprint',
  'quotas',
  'keys',
] as const;

/** `?, ?, ?` for that many values. */
export const placeholders = (count: number): string => Array.from({ length: count }, () => '?').join(', ');
