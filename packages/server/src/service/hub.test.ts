import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHub, RING_EVENTS } from './hub.ts';
import type { LiveEvent, NumberedEvent } from './live-event.ts';

const event = (revision: number): LiveEvent => ({ kind: 'totals', revision, at: 0 });
const revisionsOf = (events: readonly NumberedEvent[]): (number | 'reset')[] =>
  events.map(({ event }) => (event.kind === 'totals' ? event.revision : 'reset'));

describe('the hub', () => {
  it('gives a listener that was away exactly what it missed, or a reset', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (before, missed) => {
        const hub = createHub('b1');
        for (let i = 1; i <= before; i++) hub.publish(event(i));
        const seen = hub.lastId();
        for (let i = 1; i <= missed; i++) hub.publish(event(before + i));
        const heard: NumberedEvent[] = [];
        hub.subscribe((one) => heard.push(one), seen);
        hub.publish(event(-1));
        const expected =
          missed > RING_EVENTS ? ['reset'] : Array.from({ length: missed }, (_, i) => before + i + 1);
        expect(revisionsOf(heard)).toEqual([...expected, -1]);
        // Whatever came, the last id leads on from here.
        expect(heard.at(-1)?.id).toBe(hub.lastId());
      }),
      { numRuns: 60 },
    );
  });

  it('resets after an id that is not its own', () => {
    const hub = createHub('b1');
    hub.publish(event(1));
    for (const id of ['b0-1', 'b1-2', 'b1-', 'b1-1x', '', 'b1-99999999999999999999', '-1', '{}']) {
      const heard: NumberedEvent[] = [];
      hub.subscribe((one) => heard.push(one), id);
      expect(revisionsOf(heard), id).toEqual(['reset']);
      expect(heard[0]?.id).toBe('b1-1');
    }
  });

  it('forgets listeners that left', () => {
    const hub = createHub('b1');
    const heard: NumberedEvent[] = [];
    const leave = hub.subscribe((one) => heard.push(one));
    hub.publish(event(1));
    expect(hub.listeners()).toBe(1);
    leave();
    hub.publish(event(2));
    expect([hub.listeners(), heard.length]).toEqual([0, 1]);
  });
});
