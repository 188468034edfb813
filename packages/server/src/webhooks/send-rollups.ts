import { matches } from '@meterline/store';
import type { Delivery } from './delivery.ts';
import { MAX_ROLLUP_ROWS, MAX_WAITING_WINDOWS, PAGE_CALLS, SETTLE_MS } from './limits.ts';
import { type Message, rollupMessage } from './message.ts';
import { type Window, windowOf } from './window.ts';

/** Sends the totals of each time in which something has changed, once it is over. */
export const sendRollups = async (delivery: Delivery, zone: string): Promise<void> => {
  await noteWindows(delivery, zone);
  const { endpoint, clock } = delivery.parts;
  for (const entry of delivery.progress.windows) {
    const [start, place] = entry;
    const window = windowOf(start, endpoint.config.every, zone);
    if (delivery.mustRest || window.end + SETTLE_MS > clock()) break;
    const message = await totalsOf(delivery, window, zone, { of: place, replay: false });
    const after = { windows: delivery.progress.windows.filter((other) => other !== entry) };
    if (message === undefined) delivery.note(after);
    else if (!(await delivery.send(message, after))) return;
  }
  await delivery.save();
};

/** Writes down which times are to be sent before the changes that say so are passed. */
const noteWindows = async (delivery: Delivery, zone: string): Promise<void> => {
  const { ledger, endpoint } = delivery.parts;
  for (let more = true; more; ) {
    const { progress } = delivery;
    const { changes, last, lost } = await ledger.changes(progress.place, PAGE_CALLS);
    const windows = new Map(progress.windows);
    for (const { call, place } of changes)
      if (call !== undefined && call.startedAt >= progress.since && matches(call, endpoint.where))
        windows.set(windowOf(call.startedAt, endpoint.config.every, zone).start, place);
    const sorted = [...windows].sort(([a], [b]) => a - b);
    const kept = sorted.slice(-MAX_WAITING_WINDOWS);
    more = changes.length === PAGE_CALLS;
    delivery.note({
      windows: kept,
      dropped: progress.dropped + lost + sorted.length - kept.length,
      place: changes.at(-1)?.place ?? last,
    });
    await delivery.save();
  }
};

/** Undefined where nothing happened: a filter took it, or it was dropped since. */
export const totalsOf = async (
  { parts }: Delivery,
  window: Window,
  zone: string,
  why: { readonly of: unknown; readonly replay: boolean },
): Promise<Message | undefined> => {
  const { ledger, endpoint } = parts;
  const { name, config, where } = endpoint;
  const by = config.by as Parameters<typeof ledger.usage>[0]['by'];
  const usage = await ledger.usage({
    from: window.start,
    to: window.end,
    zone,
    by,
    where,
    limit: MAX_ROLLUP_ROWS,
  });
  if (usage.totals.calls === 0) return undefined;
  return rollupMessage(name, { ...window, zone, by, usage }, why.of, why.replay);
};
