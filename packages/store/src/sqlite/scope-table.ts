import { type LedgerEvent, PLAIN_DIMENSIONS, type PricedEvent } from '@meterline/core';
import { dimensionValue } from '../call/dimension-value.ts';
import { placeholders, SCOPE_COLUMNS } from './columns.ts';
import type { Connection } from './connection.ts';
import { type NameTable, NOT_SET } from './name-table.ts';
import { createNeighbours } from './neighbours.ts';

/** A set of dimension values, with what the tables of sessions and tasks are keyed by. */
export interface Scope {
  readonly id: number;
  readonly app: number;
  readonly session: number;
  readonly task: number;
}

/** The values of a scope as an event has them. */
export type ScopeValues = Partial<LedgerEvent> & { readonly source: string; readonly provider: string };

export interface ScopeTable {
  scopeOf(event: PricedEvent): Scope;
  valuesOf(id: number): ScopeValues;
  forget(): void;
}

const CACHED_MAX = 4_096;
const COLUMNS = [...SCOPE_COLUMNS, 'tag_set'];
const FIND = `SELECT id FROM scope WHERE ${COLUMNS.map((column) => `${column} = ?`).join(' AND ')}`;
const ADD = `INSERT INTO scope (${COLUMNS.join(', ')}) VALUES (${placeholders(COLUMNS.length)})`;
const APP = COLUMNS.indexOf('app');
const SESSION = COLUMNS.indexOf('session');
const TASK = COLUMNS.indexOf('task');

export const createScopeTable = (
  connection: Connection,
  names: NameTable,
  tagSets: NameTable,
): ScopeTable => {
  const scopes = new Map<string, Scope>();
  const values = new Map<number, ScopeValues>();
  const recent = createNeighbours<{ readonly fields: ScopeFields; readonly scope: Scope }>();
  const addTags = (id: number, tags: Readonly<Record<string, string>>): void => {
    for (const [key, value] of Object.entries(tags)) {
      connection
        .prepare('INSERT OR IGNORE INTO tag VALUES (?, ?, ?)')
        .run(id, names.idOf(key), names.idOf(value));
    }
  };
  const tagSetOf = (tags: Readonly<Record<string, string>> | undefined): number => {
    if (tags === undefined || Object.keys(tags).length === 0)
      return tags === undefined ? NOT_SET : tagSets.idOf('[]');
    const id = tagSets.idOf(JSON.stringify(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1))));
    addTags(id, tags);
    return id;
  };
  const findOrAdd = (event: PricedEvent): Scope => {
    const ids = PLAIN_DIMENSIONS.map((dimension) =>
      names.idOf(dimensionValue(event, dimension) ?? undefined),
    );
    ids.push(names.idOf(event.parentSession), tagSetOf(event.tags));
    const found = connection.prepare(FIND).get(...ids)?.id as number | undefined;
    const id = found ?? Number(connection.prepare(ADD).run(...ids).lastInsertRowid);
    return { id, app: ids[APP]!, session: ids[SESSION]!, task: ids[TASK]! };
  };
  return {
    scopeOf: (event) => {
      for (const known of recent.all) if (hasFields(known.fields, event)) return known.scope;
      const fields = fieldsOf(event);
      // One text for one set of values, unambiguous whatever the values hold.
      const key = JSON.stringify(Object.values(fields));
      let scope = scopes.get(key);
      if (scope === undefined) {
        if (scopes.size >= CACHED_MAX) scopes.clear();
        scope = findOrAdd(event);
        scopes.set(key, scope);
      }
      recent.add({ fields, scope });
      return scope;
    },
    valuesOf: (id) => {
      let found = values.get(id);
      if (found === undefined) {
        if (values.size >= CACHED_MAX) values.clear();
        found = readValues(connection, names, tagSets, id);
        values.set(id, found);
      }
      return found;
    },
    forget: () => {
      scopes.clear();
      values.clear();
      recent.forget();
    },
  };
};

type ScopeField =
  | 'provider'
  | 'modelCanonical'
  | 'app'
  | 'source'
  | 'machine'
  | 'project'
  | 'branch'
  | 'session'
  | 'task'
  | 'agent'
  | 'user'
  | 'tenant'
  | 'feature'
  | 'environment'
  | 'channel'
  | 'cron'
  | 'parentSession'
  | 'tags';
type ScopeFields = { readonly [Field in ScopeField]: PricedEvent[Field] | undefined };

const fieldsOf = (event: PricedEvent): ScopeFields => ({
  provider: event.provider,
  modelCanonical: event.modelCanonical,
  app: event.app,
  source: event.source,
  machine: event.machine,
  project: event.project,
  branch: event.branch,
  session: event.session,
  task: event.task,
  agent: event.agent,
  user: event.user,
  tenant: event.tenant,
  feature: event.feature,
  environment: event.environment,
  channel: event.channel,
  cron: event.cron,
  parentSession: event.parentSession,
  tags: event.tags,
});

/**
 * Whether the call has exactly these values; equal tags that are two objects count as different. Written out, with what
 * differs most between neighbours first: it runs for every call, and over a list of fields it takes five times as long.
 */
const hasFields = (fields: ScopeFields, event: PricedEvent): boolean =>
  fields.modelCanonical === event.modelCanonical &&
  fields.session === event.session &&
  fields.branch === event.branch &&
  fields.agent === event.agent &&
  fields.task === event.task &&
  fields.tags === event.tags &&
  fields.user === event.user &&
  fields.provider === event.provider &&
  fields.app === event.app &&
  fields.source === event.source &&
  fields.machine === event.machine &&
  fields.project === event.project &&
  fields.tenant === event.tenant &&
  fields.feature === event.feature &&
  fields.environment === event.environment &&
  fields.channel === event.channel &&
  fields.cron === event.cron &&
  fields.parentSession === event.parentSession;

const readValues = (
  connection: Connection,
  names: NameTable,
  tagSets: NameTable,
  id: number,
): ScopeValues => {
  const row = connection.prepare('SELECT * FROM scope WHERE id = ?').get(id) as Record<string, number>;
  const values: Record<string, unknown> = {};
  for (const column of SCOPE_COLUMNS) {
    const text = names.textOf(row[column]!);
    if (text !== null) values[FIELDS[column] ?? column] = text;
  }
  const tags = tagSets.textOf(row.tag_set!);
  if (tags !== null) values.tags = Object.fromEntries(JSON.parse(tags) as [string, string][]);
  return values as unknown as ScopeValues;
};

/** Columns whose field in an event has another name. */
const FIELDS: Readonly<Record<string, string>> = { model: 'modelCanonical', parent_session: 'parentSession' };
