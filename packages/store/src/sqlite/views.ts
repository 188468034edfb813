import { TOKEN_COLUMNS } from './columns.ts';

/**
 * The stable views that `meterline sql` answers from. They are made on the reading connection, not stored, so a change
 * of the schema never breaks them. Money is in USD, times are UTC; `day` is the calendar day of the ledger's zone.
 */
const NAMED = [
  'provider',
  'app',
  'source',
  'machine',
  'project',
  'branch',
  'session',
  'parent_session',
  'task',
  'agent',
  'user',
  'tenant',
  'feature',
  'environment',
  'channel',
  'cron',
] as const;

const textOf = (id: string): string => `(SELECT text FROM name WHERE id = ${id})`;
const named = [
  `${textOf('s.model')} AS model`,
  ...NAMED.map((column) => `${textOf(`s.${column}`)} AS ${column}`),
].join(', ');
const usd = (column: string, as: string): string => `r.${column} / 1e9 AS ${as}`;
const sums = `r.calls, r.error_calls, r.input AS input_tokens, r.output AS output_tokens, r.reasoning AS reasoning_tokens,
  r.cache_read AS cache_read_tokens, r.cache_write AS cache_write_tokens, r.total_tokens,
  ${usd('list_nano_usd', 'list_usd')}, ${usd('billed_nano_usd', 'billed_usd')}, ${usd('reported_nano_usd', 'reported_usd')},
  ${usd('cache_saved_nano_usd', 'cache_saved_usd')}, ${usd('cache_premium_nano_usd', 'cache_premium_usd')},
  r.unpriced_calls`;
const tokens = Object.values(TOKEN_COLUMNS)
  .map((column) => `r.${column} AS ${column}_tokens`)
  .join(', ');
const trait = (field: string, as: string): string => `t.text ->> '$.${field}' AS ${as}`;

export const VIEWS = {
  calls: `SELECT call_id(r.keys) AS id, iso_time(r.started_at) AS time, r.started_at AS started_at_ms, ${named},
    ${trait('model', 'model_sent')}, ${trait('modelAnswered', 'model_answered')}, ${trait('serviceTier', 'service_tier')},
    CASE r.status WHEN 0 THEN 'ok' WHEN 1 THEN 'error' ELSE 'aborted' END AS status,
    ${trait('errorType', 'error_type')}, ${trait('stopReason', 'stop_reason')}, ${trait('httpStatus', 'http_status')},
    ${tokens}, r.web_searches, r.tool_calls,
    CASE r.cost_status WHEN 0 THEN 'priced' WHEN 1 THEN 'unpriced' ELSE 'zero' END AS cost_status,
    ${usd('list_nano_usd', 'list_usd')}, ${usd('billed_nano_usd', 'billed_usd')}, ${usd('reported_nano_usd', 'reported_usd')},
    ${usd('cache_saved_nano_usd', 'cache_saved_usd')}, ${usd('cache_premium_nano_usd', 'cache_premium_usd')},
    ${trait('priceRule', 'price_rule')}, r.latency_ms, r.time_to_first_token_ms
    FROM event r JOIN scope s ON s.id = r.scope JOIN trait t ON t.id = r.trait`,
  call_tags: `SELECT call_id(r.keys) AS id, ${textOf('g.key')} AS key, ${textOf('g.value')} AS value
    FROM event r JOIN scope s ON s.id = r.scope JOIN tag g ON g.tag_set = s.tag_set`,
  call_quotas: `SELECT call_id(r.keys) AS id, q.value ->> 0 AS kind, q.value ->> 1 AS allowed, q.value ->> 2 AS remaining,
    iso_time(q.value ->> 3) AS reset_time
    FROM event r JOIN json_each(r.quotas) q WHERE r.quotas IS NOT NULL`,
  sessions: `SELECT ${textOf('r.session')} AS session, ${textOf('r.app')} AS app,
    iso_time(r.first_at) AS first_time, iso_time(r.last_at) AS last_time, ${sums} FROM session_total r`,
  tasks: `SELECT ${textOf('r.task')} AS task, iso_time(r.first_at) AS first_time, iso_time(r.last_at) AS last_time,
    iso_time(r.ended_at) AS ended_time, ${sums} FROM task_total r`,
  daily_usage: `SELECT local_day(r.day) AS day, ${named}, ${sums} FROM day_total r JOIN scope s ON s.id = r.scope`,
  issues: 'SELECT source, file, code, count, first_at AS first_place, detail FROM main.issue',
} as const;
