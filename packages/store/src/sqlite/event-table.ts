import type { EventRanks, LedgerEvent, PricedEvent } from '@meterline/core';
import { callId } from '../call/call-id.ts';
import { ranksOf, type Sighting } from '../call/group-copies.ts';
import type { StoredCall } from '../store.ts';
import { EVENT_COLUMNS, placeholders } from './columns.ts';
import { type EventRow, fromRow, toRow } from './event-row.ts';
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
export const addEvent = (shelf: Shelf, id: number, call: Sighting): Scope =>
  write(shelf, ADD, id, call.event, ranksOf(call));
/** Writes a changed call over what stands there. */
export const replaceEvent = (shelf: Shelf, id: number, event: LedgerEvent): Scope =>
  write(shelf, REPLACE, id, event, event.ranks);

const write = (shelf: Shelf, sql: string, id: number, event: PricedEvent, ranks: EventRanks): Scope => {
  const scope = shelf.scopes.scopeOf(event);
  const trait = shelf.traits.idOf(event, ranks);
  shelf.connection.prepare(sql).run(...toRow(id, event, ranks, scope.id, trait));
  return scope;
};

export const readEvent = (shelf: Shelf, id: number): StoredEvent | undefined => {
  const row = shelf.connection.prepare('SELECT * FROM event WHERE id = ?').get(id) as EventRow | undefined;
  if (row === undefined) return undefined;
  const event = eventOf(shelf, row);
  return { id, event, scope: shelf.scopes.scopeOf(event) };
};

export const eventOf = (shelf: Shelf, row: EventRow): LedgerEvent =>
  fromRow(row, shelf.scopes.valuesOf(row.scope as number), shelf.traits.textOf(row.trait as number));

export const callOf = (shelf: Shelf, row: EventRow): StoredCall => {
  const event = eventOf(shelf, row);
  return { ...event, id: callId(event.keys) };
};

export const deleteEvent = (shelf: Shelf, id: number): void => {
  shelf.connection.prepare('DELETE FROM event WHERE id = ?').run(id);
};
