import type { Filter } from '@meterline/core';
import type { Ledger, StoredCall } from '@meterline/store';
import { callRowOf } from '../report/call-row.ts';
import type { CallRow } from '../report/kinds/calls.ts';
import { LOOK_BACK_MS, LOOK_EVERY_MS, MAX_LOOK } from './limits.ts';
import { pause } from './pause.ts';
import { createUnseen } from './unseen.ts';

export interface LedgerTail {
  readonly ledger: Pick<Ledger, 'revision' | 'events'>;
  readonly where: readonly Filter[];
  /** UTC milliseconds. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/**
 * Calls that come to the ledger from now on, whichever process records them, the oldest of each look first. Its revision
 * tells when to look.
 */
export async function* ledgerCalls(tail: LedgerTail): AsyncGenerator<CallRow> {
  const { ledger, signal } = tail;
  const unseen = createUnseen();
  const idOf = ({ id }: StoredCall): string => id;
  let revision = await ledger.revision();
  unseen(await look(tail), idOf);
  while (!signal.aborted) {
    await pause(LOOK_EVERY_MS, signal);
    const now = await ledger.revision();
    if (now === revision) continue;
    revision = now;
    for (const call of unseen(await look(tail), idOf).toReversed()) yield callRowOf(call);
  }
}

const look = async ({ ledger, where, clock }: LedgerTail): Promise<readonly StoredCall[]> => {
  const calls: StoredCall[] = [];
  const from = clock() - LOOK_BACK_MS;
  for await (const call of ledger.events({ where, from, order: 'newest', limit: MAX_LOOK })) calls.push(call);
  return calls;
};
