import { LAPSE_MEASURES } from '../../totals/lapse-measures.ts';
import { MEASURES } from '../../totals/measures.ts';
import type { Migration } from './migration.ts';

/** Schema 1: see packages/store/README.md for the picture. Never edited once released; a change is a new file. */
const measures = MEASURES.map((name) => `${name} INTEGER NOT NULL`).join(', ');
// Lapses are worked out after the calls are there, so a row begins without any.
const lapses = LAPSE_MEASURES.map((name) => `${name} INTEGER NOT NULL DEFAULT 0`).join(', ');

export const initial: Migration = {
  version: 1,
  name: 'initial',
  sql: `
    CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

    -- Interned texts. Id 0 stands for "not set" everywhere.
    CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE tag_set (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE tag (
      tag_set INTEGER NOT NULL, key INTEGER NOT NULL, value INTEGER NOT NULL,
      PRIMARY KEY (tag_set, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE trait (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE scope (
      id INTEGER PRIMARY KEY,
      provider INTEGER NOT NULL, model INTEGER NOT NULL, app INTEGER NOT NULL, source INTEGER NOT NULL,
      machine INTEGER NOT NULL, project INTEGER NOT NULL, branch INTEGER NOT NULL, session INTEGER NOT NULL,
      task INTEGER NOT NULL, agent INTEGER NOT NULL, user INTEGER NOT NULL, tenant INTEGER NOT NULL,
      feature INTEGER NOT NULL, environment INTEGER NOT NULL, channel INTEGER NOT NULL, cron INTEGER NOT NULL,
      parent_session INTEGER NOT NULL, tag_set INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX scope_values ON scope (
      session, app, model, task, project, branch, provider, source, machine, agent, user, tenant, feature,
      environment, channel, cron, parent_session, tag_set
    );
    -- Few calls are of a task; those of one are found without looking at the others.
    CREATE INDEX scope_by_task ON scope (task) WHERE task <> 0;

    -- Calls. NULL is "not reported". Times that equal started_at and texts that interning cannot shorten are left out.
    CREATE TABLE event (
      id INTEGER PRIMARY KEY,
      started_at INTEGER NOT NULL, scope INTEGER NOT NULL, trait INTEGER NOT NULL,
      status INTEGER NOT NULL, cost_status INTEGER NOT NULL,
      input INTEGER, cache_read INTEGER, cache_write_5m INTEGER, cache_write_1h INTEGER, cache_write_12h INTEGER,
      cache_write INTEGER, input_audio INTEGER, output_audio INTEGER, input_image INTEGER, output_image INTEGER,
      output INTEGER, reasoning INTEGER, web_searches INTEGER, tool_calls INTEGER,
      sent_cost_nano_usd INTEGER, list_nano_usd INTEGER, billed_nano_usd INTEGER, reported_nano_usd INTEGER,
      cache_saved_nano_usd INTEGER, cache_premium_nano_usd INTEGER,
      latency_ms REAL, time_to_first_token_ms REAL, metered_started_at INTEGER, origin_at INTEGER,
      prompt_fingerprint TEXT, quotas TEXT, keys TEXT NOT NULL
    );
    CREATE INDEX event_by_time ON event (started_at);
    CREATE INDEX event_by_scope ON event (scope, started_at);
    -- Few calls: those that did not end well (0 is ok), and those without a price (1).
    CREATE INDEX event_failed ON event (started_at) WHERE status <> 0;
    CREATE INDEX event_unpriced ON event (started_at) WHERE cost_status = 1;
    -- Whose identity keys are (key-index.ts). They outlive the call: what was dropped must not come back.
    CREATE TABLE recent_key (id INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;
    CREATE TABLE key_run (
      id INTEGER PRIMARY KEY, tier INTEGER NOT NULL, keys INTEGER NOT NULL, pages INTEGER NOT NULL, filter BLOB NOT NULL
    ) STRICT;
    CREATE TABLE key_page (id INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;

    -- Rollups. bucket and day count quarters of an hour since 1970; a day is written as its first one.
    CREATE TABLE quarter_total (
      bucket INTEGER NOT NULL, scope INTEGER NOT NULL, ${measures}, ${lapses}, PRIMARY KEY (bucket, scope)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE day_total (
      day INTEGER NOT NULL, scope INTEGER NOT NULL, ${measures}, ${lapses}, PRIMARY KEY (day, scope)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE session_total (
      session INTEGER NOT NULL, app INTEGER NOT NULL, ${measures},
      first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, dropped_first_at INTEGER, dropped_last_at INTEGER,
      PRIMARY KEY (session, app)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE task_total (
      task INTEGER PRIMARY KEY, ${measures},
      first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, ended_at INTEGER NOT NULL,
      dropped_first_at INTEGER, dropped_last_at INTEGER, dropped_ended_at INTEGER
    ) STRICT;
    -- Which task's totals changed when. The newest row always stays.
    CREATE TABLE task_change (id INTEGER PRIMARY KEY, task INTEGER NOT NULL) STRICT;
    -- Which session's totals changed when, the earliest of its calls that moved then. The newest row always stays.
    CREATE TABLE session_change (
      id INTEGER PRIMARY KEY, session INTEGER NOT NULL, app INTEGER NOT NULL, since INTEGER NOT NULL
    ) STRICT;
    -- Cached tokens that a call had to write again (the rollups hold their sums), and of each chain the last dropped use.
    CREATE TABLE lapse (event INTEGER PRIMARY KEY, tokens INTEGER NOT NULL, within_hour INTEGER NOT NULL) STRICT;
    CREATE TABLE dropped_use (
      session INTEGER NOT NULL, app INTEGER NOT NULL, agent INTEGER NOT NULL, provider INTEGER NOT NULL,
      model INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at REAL NOT NULL, cached_tokens INTEGER NOT NULL,
      time_to_live_ms INTEGER, first_key TEXT NOT NULL, PRIMARY KEY (session, app, agent, provider, model)
    ) STRICT, WITHOUT ROWID;
    -- How long calls took, as bytes (timing-bytes.ts). A route is a scope without session, user, project …
    CREATE TABLE route (
      id INTEGER PRIMARY KEY,
      feature INTEGER NOT NULL, tenant INTEGER NOT NULL, model INTEGER NOT NULL, provider INTEGER NOT NULL,
      environment INTEGER NOT NULL, app INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX route_values ON route (feature, tenant, model, provider, environment, app);
    CREATE TABLE quarter_timing (
      route INTEGER NOT NULL, bucket INTEGER NOT NULL, timings BLOB NOT NULL, PRIMARY KEY (route, bucket)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE day_timing (
      route INTEGER NOT NULL, day INTEGER NOT NULL, timings BLOB NOT NULL, PRIMARY KEY (route, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE scope_total (scope INTEGER PRIMARY KEY, calls INTEGER NOT NULL) STRICT;

    -- Days copied into columns for fast scans; a day that changes loses its copy. Numbers are never used again, so that
    -- what was read of a copy can be kept in memory.
    CREATE TABLE sealed_day (id INTEGER PRIMARY KEY AUTOINCREMENT, day INTEGER NOT NULL UNIQUE) STRICT;
    CREATE TABLE segment (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;

    CREATE TABLE checkpoint (
      source TEXT NOT NULL, path TEXT NOT NULL, parser_version INTEGER NOT NULL, device INTEGER NOT NULL,
      inode INTEGER NOT NULL, size INTEGER NOT NULL, modified_at REAL NOT NULL, offset INTEGER NOT NULL,
      fingerprint TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (source, path)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE issue (
      id INTEGER PRIMARY KEY, source TEXT NOT NULL, file TEXT NOT NULL, code TEXT NOT NULL,
      count INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, detail TEXT,
      UNIQUE (source, file, code)
    ) STRICT;
    CREATE TABLE issue_place (
      issue INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (issue, at)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE declared (
      app TEXT NOT NULL, session TEXT NOT NULL, model TEXT NOT NULL, text TEXT NOT NULL,
      PRIMARY KEY (app, session, model)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE cron_job (
      app TEXT NOT NULL, cron TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (app, cron)
    ) STRICT, WITHOUT ROWID;
    -- The order in which calls came and changed, while somebody follows it (meta: changes_since); see call-changes.ts.
    CREATE TABLE call_change (
      place INTEGER PRIMARY KEY AUTOINCREMENT, event INTEGER NOT NULL, kind INTEGER NOT NULL, former_ids TEXT
    ) STRICT;
    CREATE TABLE note (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE cost_history (
      id INTEGER PRIMARY KEY, event INTEGER NOT NULL, repriced_at INTEGER NOT NULL,
      new_book_version TEXT NOT NULL, old_cost TEXT NOT NULL
    ) STRICT;
  `,
};
