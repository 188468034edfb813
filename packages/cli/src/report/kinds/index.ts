import type { ReportKind } from '../envelope.ts';
import { BLOCKS } from './blocks.ts';
import { CACHE } from './cache.ts';
import { CALLS } from './calls.ts';
import { CONFIG } from './config.ts';
import { CONNECT } from './connect.ts';
import { COSTS } from './costs.ts';
import { CRON } from './cron.ts';
import { DOCTOR } from './doctor.ts';
import { EXPLAIN } from './explain.ts';
import { HOURS } from './hours.ts';
import { IMPORT } from './import.ts';
import { KEYS } from './keys.ts';
import { MODELS } from './models.ts';
import { OWN_PRICES } from './own-prices.ts';
import { PRICES } from './prices.ts';
import { REPRICE } from './reprice.ts';
import { ROUTES } from './routes.ts';
import { SESSION } from './session.ts';
import { SESSIONS } from './sessions.ts';
import { SOURCES_REPORT } from './sources.ts';
import { SQL } from './sql.ts';
import { SUMMARY } from './summary.ts';
import { TASK } from './task.ts';
import { TASKS } from './tasks.ts';
import { USAGE, USAGE_TURNS } from './usage.ts';
import { WEBHOOK_TEST } from './webhook-test.ts';
import { WEBHOOKS } from './webhooks.ts';
import { WHAT_IF } from './what-if.ts';

/** Every kind of report that has a schema; docs/schemas is made from this list. */
export const REPORT_KINDS: readonly ReportKind<never, never>[] = [
  BLOCKS,
  CACHE,
  CALLS,
  CONFIG,
  CONNECT,
  COSTS,
  CRON,
  DOCTOR,
  EXPLAIN,
  HOURS,
  IMPORT,
  KEYS,
  MODELS,
  OWN_PRICES,
  PRICES,
  REPRICE,
  ROUTES,
  SESSION,
  SESSIONS,
  SOURCES_REPORT,
  SQL,
  SUMMARY,
  TASK,
  TASKS,
  USAGE,
  USAGE_TURNS,
  WEBHOOK_TEST,
  WEBHOOKS,
  WHAT_IF,
] as unknown as readonly ReportKind<never, never>[];
