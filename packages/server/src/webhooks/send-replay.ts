import type { Delivery } from './delivery.ts';
import { Overtaken } from './delivery.ts';
import { PAGE_CALLS } from './limits.ts';
import { replayMessage } from './message.ts';
import { type ReplayProgress, readNoteAs, replayNote } from './progress.ts';
import { totalsOf } from './send-rollups.ts';
import { windowOf } from './window.ts';

/** Does a part of what a person asked to be sent again; what happens meanwhile is not kept waiting. True: there is more. */
export const sendReplay = async (delivery: Delivery, zone: string): Promise<boolean> => {
  const { ledger, endpoint } = delivery.parts;
  const note = replayNote(endpoint.name);
  const text = await ledger.note(note);
  if (text === undefined || delivery.mustRest) return false;
  const asked = readNoteAs<ReplayProgress>(text, 'askedAt');
  const next =
    asked &&
    (await (endpoint.config.events === 'calls' ? replayCalls : replayRollups)(delivery, asked, zone));
  await delivery.save();
  const written = next === undefined ? undefined : JSON.stringify(next);
  if (written !== text && !(await ledger.changeNote(note, text, written))) throw new Overtaken();
  return next !== undefined && !delivery.mustRest;
};

/** Where it is then; undefined at its end. */
type Step = (delivery: Delivery, asked: ReplayProgress, zone: string) => Promise<ReplayProgress | undefined>;

const replayCalls: Step = async (delivery, asked) => {
  const { ledger, endpoint } = delivery.parts;
  let [progress, seen] = [asked, 0];
  const calls = ledger.events({
    from: asked.from,
    to: asked.to,
    where: endpoint.where,
    order: 'oldest',
    limit: PAGE_CALLS,
    ...(asked.after === null ? {} : { after: asked.after }),
  });
  for await (const call of calls) {
    if (!(await delivery.send(replayMessage(endpoint.name, call, asked.askedAt)))) return progress;
    const { startedAt, id } = call;
    progress = { ...progress, sent: progress.sent + 1, after: { startedAt, id } };
    seen += 1;
    if (delivery.mustRest) return progress;
  }
  return seen < PAGE_CALLS ? undefined : progress;
};

/** Times without calls are passed over: they are looked at, some in a row. */
const replayRollups: Step = async (delivery, asked, zone) => {
  const { config } = delivery.parts.endpoint;
  let progress = asked;
  let at = asked.after === null ? asked.from : windowOf(asked.after.startedAt, config.every, zone).end;
  for (let seen = 0; seen < PAGE_CALLS; seen++) {
    const window = windowOf(at, config.every, zone);
    if (window.start >= asked.to) return undefined;
    const message = await totalsOf(delivery, window, zone, { of: asked.askedAt, replay: true });
    if (message !== undefined && !(await delivery.send(message))) return progress;
    const sent = progress.sent + (message === undefined ? 0 : 1);
    progress = { ...progress, sent, after: { startedAt: window.start, id: '' } };
    at = window.end;
    if (delivery.mustRest) return progress;
  }
  return progress;
};
