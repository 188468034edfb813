import type { LedgerEvent } from '@meterline/core';
import { callId } from '../call/call-id.ts';
import type { StoredCall } from '../store.ts';
import { EVENT_COLUMNS, placeholders } from './columns.ts';
import { type EventRow, fromRow, toRow, toTraitText } from './event-row.ts';
import type { Scope } from './scope-table.ts';
import type { Shelf } from './shelf.ts';

/** A call in the table, with what its totals are booked under. */
export interface StoredEvent {
  readonly id: number;
  readonly event: LedgerEvent;
  readonly scope: Scope;
}

const INSERT = `INTO event (${EVENT_COLUMNS.join(', ')}) VALUES (${placeholders(EVENT_COLUMNS.length)})`;
const ADD = `INSERT ${INSERT}`;
const REPLACE = `INSERT OR REPLACE ${INSERT}`;

/** Writes a new call and gives the scope that it has. */
export const addEvent = (shelf: Shelf, id: number, event: LedgerEvent): Scope => write(shelf, ADD, id, event);
/** Writes a changed call over what stands there. */
export const replaceEvent = (shelf: Shelf, id: number, event: LedgerEvent): Scope =>
  write(shelf, REPLACE, id, event);

const write = (shelf: Shelf, sql: string, id: number, event: LedgerEvent): Scope => {
  const scope = shelf.scopes.scopeOf(event);
  const trait = shelf.traits.idOf(toTraitText(event));
  shelf.connection.prepare(sql).run(...toRow(id, event, scope.id, trait));
  return scope;
};

export const readEvent = (shelf: Shelf, id: number): StoredEvent | undefined => {
  const row = shelf.connection.prepare('SELECT * FROM event WHERE id = ?').get(id) as EventRow | undefined;
  if (row === undefined) return undefined;
  const event = eventOf(shelf, row);
  return { id, event, scope: shelf.scopes.scopeOf(event) };
};

export const eventOf = (shelf: Shelf, row: EventRow): LedgerEvent =>
  fromRow(row, shelf.scopes.valuesOf(row.scope as number), shelf.traits.textOf(row.trait as number)!);

export const callOf = (shelf: Shelf, row: EventRow): StoredCall => {
  const event = eventOf(shelf, row);
  return { ...event, id: callId(event.keys) };
};

export const deleteEvent = (shelf: Shelf, id: number): void => {
  shelf.connection.prepare('DELETE FROM event WHERE id = ?').run(id);
};
