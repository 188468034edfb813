import {
  type EventRanks,
  firstRanks,
  type LedgerEvent,
  mergeEvents,
  type PricedEvent,
  toLedgerEvent,
} from '@meterline/core';

/** A call of a batch. Most have one copy, which is taken as it came: copying each would take as long as writing it. */
export interface Sighting {
  /** Its keys are in their order and each stands once. */
  readonly event: PricedEvent;
  /** The event with its ranks where that had to be made: of several copies. */
  readonly whole: LedgerEvent | undefined;
}

export const ranksOf = ({ event, whole }: Sighting): EventRanks => whole?.ranks ?? firstRanks(event);

export const wholeOf = ({ event, whole }: Sighting): LedgerEvent => whole ?? toLedgerEvent(event);

/**
 * Joins the copies of a call inside one batch, so that the ledger is asked once for each call. Copies that share any
 * key are one call, also through a third copy. Calls come in the order of their first copy.
 */
export const groupCopies = (events: readonly PricedEvent[]): readonly Sighting[] => {
  const groups: (Sighting | undefined)[] = [];
  const groupOfKey = new Map<string, number>();
  for (const event of events) {
    let copy = sightingOf(event);
    const met = groupsMet(copy.event.keys, groupOfKey);
    const home = met[0] ?? groups.length;
    for (const index of met) {
      const whole = mergeEvents(wholeOf(groups[index]!), wholeOf(copy));
      copy = { event: whole, whole };
      groups[index] = undefined;
    }
    groups[home] = copy;
    for (const key of copy.event.keys) groupOfKey.set(key, home);
  }
  return groups.filter((group) => group !== undefined);
};

const sightingOf = (event: PricedEvent): Sighting => {
  if (isOrdered(event.keys)) return { event, whole: undefined };
  return { event: { ...event, keys: [...new Set(event.keys)].sort() }, whole: undefined };
};

const isOrdered = (keys: readonly string[]): boolean => {
  for (let i = 1; i < keys.length; i++) if (keys[i - 1]! >= keys[i]!) return false;
  return true;
};

const NONE: readonly number[] = [];

const groupsMet = (keys: readonly string[], groupOfKey: ReadonlyMap<string, number>): readonly number[] => {
  let met: number[] | undefined;
  for (const key of keys) {
    const group = groupOfKey.get(key);
    if (group === undefined) continue;
    if (met === undefined) met = [group];
    else if (!met.includes(group)) met.push(group);
  }
  return met === undefined ? NONE : met.sort((a, b) => a - b);
};
