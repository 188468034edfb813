import type { LiveEvent, NumberedEvent } from './live-event.ts';

/** Events that are kept for listeners that come back. */
export const RING_EVENTS = 1024;

export type HubListener = (event: NumberedEvent) => void;

/** Gives every event to every listener at once, and the last ones again to a listener that was away. */
export interface EventHub {
  publish(event: LiveEvent): void;
  /**
   * Calls `listener` with each event from now on, on the publisher's stack: it must not block or throw. With `afterId`
   * it first gets what was published since that event; when that is no longer kept, or was of an earlier start, one
   * `reset`. Gives the function that ends it.
   */
  subscribe(listener: HubListener, afterId?: string): () => void;
  /** Id of the newest event; of a place before the first one when nothing was published yet. */
  lastId(): string;
  listeners(): number;
}

/** @param boot Another text at each start, of letters and digits. */
export const createHub = (boot: string): EventHub => {
  const ring: NumberedEvent[] = [];
  const listeners = new Set<HubListener>();
  let last = 0;
  const idOf = (number: number): string => `${boot}-${number}`;
  return {
    publish: (event) => {
      const numbered = { id: idOf(++last), event };
      ring.push(numbered);
      if (ring.length > RING_EVENTS) ring.shift();
      for (const listener of listeners) listener(numbered);
    },
    subscribe: (listener, afterId) => {
      if (afterId !== undefined) {
        const missed = missedSince(afterId, boot, last, ring);
        if (missed === undefined) listener({ id: idOf(last), event: { kind: 'reset' } });
        else for (const event of missed) listener(event);
      }
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lastId: () => idOf(last),
    listeners: () => listeners.size,
  };
};

/** Undefined when it cannot be told, or is no longer kept. */
const missedSince = (
  afterId: string,
  boot: string,
  last: number,
  ring: readonly NumberedEvent[],
): readonly NumberedEvent[] | undefined => {
  const [, ownBoot, digits] = /^([a-z0-9]+)-(\d{1,15})$/i.exec(afterId) ?? [];
  const after = Number(digits);
  if (ownBoot !== boot || after > last) return undefined;
  const missed = last - after;
  return missed > ring.length ? undefined : ring.slice(ring.length - missed);
};
