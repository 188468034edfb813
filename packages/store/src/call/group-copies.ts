import { type LedgerEvent, mergeEvents, type PricedEvent, toLedgerEvent } from '@meterline/core';

/**
 * Joins the copies of a call inside one batch, so that the ledger is asked once for each call. Copies that share any
 * key are one call, also through a third copy. Calls come in the order of their first copy.
 */
export const groupCopies = (events: readonly PricedEvent[]): readonly LedgerEvent[] => {
  const groups: (LedgerEvent | undefined)[] = [];
  const groupOfKey = new Map<string, number>();
  for (const event of events) {
    let copy = toLedgerEvent(event);
    const met = groupsMet(copy.keys, groupOfKey);
    const home = met[0] ?? groups.length;
    for (const index of met) {
      copy = mergeEvents(groups[index]!, copy);
      groups[index] = undefined;
    }
    groups[home] = copy;
    for (const key of copy.keys) groupOfKey.set(key, home);
  }
  return groups.filter((group) => group !== undefined);
};

const groupsMet = (keys: readonly string[], groupOfKey: ReadonlyMap<string, number>): readonly number[] => {
  let met: number[] | undefined;
  for (const key of keys) {
    const group = groupOfKey.get(key);
    if (group === undefined) continue;
    if (met === undefined) met = [group];
    else if (!met.includes(group)) met.push(group);
  }
  return met === undefined ? [] : met.sort((a, b) => a - b);
};
