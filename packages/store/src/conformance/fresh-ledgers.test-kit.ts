import { afterEach } from 'vitest';
import type { Ledger } from '../store.ts';

export type OpenLedger = (zone: string) => Promise<Ledger>;

/** Empty ledgers for the tests of a suite, each closed after its test. */
export const freshLedgers = (open: OpenLedger): ((zone?: string) => Promise<Ledger>) => {
  const opened: Ledger[] = [];
  afterEach(async () => {
    for (const ledger of opened.splice(0)) await ledger.close();
  });
  return async (zone = 'UTC') => {
    const ledger = await open(zone);
    opened.push(ledger);
    return ledger;
  };
};
