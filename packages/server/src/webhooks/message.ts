import { createHash } from 'node:crypto';
import type { UsageResult } from '@meterline/core';
import type { CallChange, StoredCall } from '@meterline/store';
import { callRow } from '../report/call-row.ts';
import type { Window } from './window.ts';

/** A message as it is sent, again and again until it is delivered: its id stays the same. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

/** Types of messages; receivers pass over those that they do not know. */
export type MessageType =
  | 'call.recorded'
  | 'call.updated'
  | 'call.removed'
  | 'usage.rollup'
  | 'meterline.test';

/**
 * The payload of the specification: `{ type, timestamp, data }`.
 *
 * @param of What tells the message from all others of its webhook.
 * @param at What it is about happened then, UTC milliseconds.
 */
const messageOf = (of: readonly unknown[], type: MessageType, at: number, data: object): Message => ({
  id: `msg_${createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 32)}`,
  body: JSON.stringify({ type, timestamp: new Date(at).toISOString(), data }),
});

/** A call as lists of the API show it, and whom it is put down to. Numbers and names; nothing that was said. */
const callData = (call: StoredCall) => ({
  ...callRow(call),
  user: call.user ?? null,
  tenant: call.tenant ?? null,
  environment: call.environment ?? null,
  channel: call.channel ?? null,
  tags: { ...call.tags },
});

/** Undefined for a call that is there no more and that nobody was told of under another id. */
export const changeMessage = (webhook: string, change: CallChange, now: number): Message | undefined => {
  const { place, kind, call, formerIds } = change;
  const of = [webhook, place, kind, call?.id ?? formerIds];
  if (kind === 'removed') return messageOf(of, 'call.removed', now, { ids: formerIds });
  if (call === undefined) return undefined;
  const type = kind === 'added' ? 'call.recorded' : 'call.updated';
  return messageOf(of, type, call.startedAt, { call: callData(call), formerIds });
};

/** A call that is sent again because somebody asked for it then. */
export const replayMessage = (webhook: string, call: StoredCall, askedAt: number): Message =>
  messageOf([webhook, 'replay', askedAt, call.id], 'call.recorded', call.startedAt, {
    call: callData(call),
    formerIds: [],
    replay: true,
  });

export interface Rollup extends Window {
  readonly zone: string;
  readonly by: readonly string[];
  readonly usage: UsageResult;
}

/** @param of What made it be sent: the place of the change, or the replay. */
export const rollupMessage = (webhook: string, rollup: Rollup, of: unknown, replay: boolean): Message => {
  const { start, end, zone, by, usage } = rollup;
  return messageOf([webhook, 'rollup', start, end, of], 'usage.rollup', end, {
    from: start,
    to: end,
    zone,
    by,
    rows: usage.rows.map(({ start: _, ...row }) => row),
    totals: usage.totals,
    omittedRows: usage.omittedRows,
    ...(replay ? { replay: true } : {}),
  });
};

/** To see whether a receiver takes what it gets. */
export const testMessage = (webhook: string, now: number): Message =>
  messageOf([webhook, 'test', now], 'meterline.test', now, { webhook });
