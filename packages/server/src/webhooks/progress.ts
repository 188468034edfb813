import { createHash } from 'node:crypto';
import type { WebhookConfig } from '../config/webhook-config.ts';

/** How far a webhook is. It is kept as a note in the ledger: with another ledger it would mean nothing. */
export interface WebhookProgress {
  readonly version: 1;
  /** Of the settings that it was made with: others begin anew where it was disabled. */
  readonly settings: string;
  /** Calls that started before are not sent. UTC milliseconds. */
  readonly since: number;
  /** Everything up to this change of the ledger is delivered, given up or noted in `windows`. */
  readonly place: number;
  /** Rollups that are to be sent: start of each, with the last change that fell into it. */
  readonly windows: readonly (readonly [start: number, place: number])[];
  /** In a row. */
  readonly failures: number;
  /** Nothing is tried before. */
  readonly nextTryAt: number | null;
  readonly delivered: number;
  /** Messages that failed as often as any may. */
  readonly givenUp: number;
  /** Changes that were no longer kept, or times of rollups beyond those that may wait. */
  readonly dropped: number;
  readonly lastDeliveredAt: number | null;
  readonly lastError: { readonly at: number; readonly reason: string } | null;
  /** The receiver answered 410. */
  readonly disabledAt: number | null;
}

/** What a person asked to be sent again. */
export interface ReplayProgress {
  readonly from: number;
  readonly to: number;
  readonly askedAt: number;
  readonly sent: number;
  /** Where it is: the last call, or the start of the last rollup. */
  readonly after: { readonly startedAt: number; readonly id: string } | null;
}

export const progressNote = (name: string): string => `webhook:${name}`;
export const replayNote = (name: string): string => `webhook-replay:${name}`;
/** Who delivers. */
export const LEASE_NOTE = 'webhooks';

export const settingsOf = (config: WebhookConfig): string =>
  createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 16);

/** A webhook that begins at a place of the ledger. */
export const newProgress = (settings: string, since: number, place: number): WebhookProgress => ({
  version: 1,
  settings,
  since,
  place,
  windows: [],
  failures: 0,
  nextTryAt: null,
  delivered: 0,
  givenUp: 0,
  dropped: 0,
  lastDeliveredAt: null,
  lastError: null,
  disabledAt: null,
});

/** Undefined for what this program has not written. */
export const readNoteAs = <T extends object>(text: string | undefined, key: keyof T): T | undefined => {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as T;
    return typeof value === 'object' && value !== null && key in value ? value : undefined;
  } catch {
    return undefined;
  }
};
