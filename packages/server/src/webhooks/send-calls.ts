import { type CallChange, matches } from '@meterline/store';
import type { Delivery } from './delivery.ts';
import { PAGE_CALLS } from './limits.ts';
import { changeMessage } from './message.ts';

/** Sends calls in the order in which the ledger got to know them, until none is left or the receiver must be left alone. */
export const sendCalls = async (delivery: Delivery): Promise<void> => {
  const { ledger } = delivery.parts;
  while (!delivery.mustRest) {
    const page = await ledger.changes(delivery.progress.place, PAGE_CALLS);
    // Past what is no longer kept at once, so that it is counted once.
    const before = page.changes[0] ? page.changes[0].place - 1 : page.last;
    delivery.note({ place: before, dropped: delivery.progress.dropped + page.lost });
    for (const change of page.changes) if (!(await sendChange(delivery, change, page.changes))) return;
    await delivery.save();
    if (page.changes.length < PAGE_CALLS) return;
  }
};

/** True when the next one may follow. */
const sendChange = async (
  delivery: Delivery,
  change: CallChange,
  page: readonly CallChange[],
): Promise<boolean> => {
  const { endpoint, clock } = delivery.parts;
  const after = { place: change.place };
  const message = isNews(delivery, change, page) && changeMessage(endpoint.name, change, clock());
  if (message) return (await delivery.send(message, after)) && !delivery.mustRest;
  delivery.note(after);
  return true;
};

/** A call is told as it is now: a change that was told with an earlier one of the page is none any more. */
const isNews = ({ parts, progress }: Delivery, change: CallChange, page: readonly CallChange[]): boolean => {
  const { call, formerIds, place } = change;
  if (call === undefined) return change.kind === 'removed';
  if (call.startedAt < progress.since || !matches(call, parts.endpoint.where)) return false;
  return formerIds.length > 0 || !page.some((other) => other.place < place && other.call?.id === call.id);
};
