import type { WebhookLedger } from './delivery.ts';
import { LEASE_MS, RENEW_MS } from './limits.ts';
import { LEASE_NOTE, readNoteAs } from './progress.ts';

/** Who delivers: of several processes on one ledger, one. */
export interface Lease {
  readonly owner: string;
  /** UTC milliseconds. */
  readonly until: number;
}

export const leaseOf = (text: string | undefined): Lease | undefined => readNoteAs<Lease>(text, 'owner');

/** Whether whoever holds it is at work. */
export const isHeld = (
  lease: Lease | undefined,
  now: number,
  isAlive: (owner: string) => boolean,
): lease is Lease => lease !== undefined && lease.until > now && isAlive(lease.owner);

export interface LeaseHolder {
  /** True while it is ours; takes it where nobody else has it. */
  hold(): Promise<boolean>;
  release(): Promise<void>;
}

export interface LeaseParts {
  readonly ledger: () => Pick<WebhookLedger, 'note' | 'changeNote'>;
  readonly owner: string;
  readonly isAlive: (owner: string) => boolean;
  readonly clock: () => number;
}

export const createLease = ({ ledger, owner, isAlive, clock }: LeaseParts): LeaseHolder => {
  const change = async (text: string | undefined, lease: Lease | undefined): Promise<boolean> =>
    ledger().changeNote(LEASE_NOTE, text, lease && JSON.stringify(lease));
  return {
    hold: async () => {
      const now = clock();
      const text = await ledger().note(LEASE_NOTE);
      const lease = leaseOf(text);
      const isOurs = lease?.owner === owner;
      if (isOurs && lease.until - now > LEASE_MS - RENEW_MS) return true;
      if (!isOurs && isHeld(lease, now, isAlive)) return false;
      return change(text, { owner, until: now + LEASE_MS });
    },
    release: async () => {
      const text = await ledger().note(LEASE_NOTE);
      if (leaseOf(text)?.owner === owner) await change(text, undefined);
    },
  };
};
