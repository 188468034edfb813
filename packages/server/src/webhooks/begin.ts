import type { WebhookLedger } from './delivery.ts';
import type { Endpoint } from './endpoint.ts';
import {
  newProgress,
  progressNote,
  type ReplayProgress,
  readNoteAs,
  replayNote,
  type WebhookProgress,
} from './progress.ts';

/** Names of the webhooks that have begun: JSON. */
export const NAMES_NOTE = 'webhook-names';

type Notes = Pick<WebhookLedger, 'note' | 'changeNote'>;

/**
 * Makes the ledger and its notes fit the webhooks that are configured now. A new one begins here; one that has changed
 * goes on from where it is; one that is gone is forgotten, so that it begins anew where it comes back.
 */
export const beginWebhooks = async (
  ledger: WebhookLedger,
  endpoints: readonly Endpoint[],
  now: number,
): Promise<void> => {
  await forgetGone(ledger, endpoints);
  if (endpoints.length === 0) return ledger.followChanges(undefined);
  const wanted = await Promise.all(endpoints.map((endpoint) => sinceOf(endpoint, ledger, now)));
  // First kept, then begun: between the two no call is lost.
  await ledger.followChanges(Math.min(...wanted));
  const { last } = await ledger.changes(0, 0);
  for (const [index, endpoint] of endpoints.entries())
    await beginOne(ledger, endpoint, { since: wanted[index]!, place: last, now });
};

const readProgress = async (ledger: Notes, name: string) => {
  const text = await ledger.note(progressNote(name));
  return { text, progress: readNoteAs<WebhookProgress>(text, 'place') };
};

const sinceOf = async ({ name, config }: Endpoint, ledger: Notes, now: number): Promise<number> => {
  if (config.since !== undefined) return Date.parse(config.since);
  return (await readProgress(ledger, name)).progress?.since ?? now;
};

interface Beginning {
  readonly since: number;
  readonly place: number;
  readonly now: number;
}

const beginOne = async (
  ledger: Notes,
  { name, config, settings }: Endpoint,
  { since, place, now }: Beginning,
): Promise<void> => {
  const { text, progress } = await readProgress(ledger, name);
  if (progress?.settings === settings) return;
  const next: WebhookProgress = progress
    ? { ...progress, settings, since, failures: 0, nextTryAt: null, disabledAt: null }
    : newProgress(settings, since, place);
  await ledger.changeNote(progressNote(name), text, JSON.stringify(next));
  // What is recorded already comes as a replay does: in the order of its time.
  if (config.since !== undefined && since < now && progress?.since !== since)
    await askReplay(ledger, name, { from: since, to: now, now });
};

/** False where a replay is under way. */
export const askReplay = (
  ledger: Pick<Notes, 'changeNote'>,
  name: string,
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: number },
): Promise<boolean> => {
  // What is still to come is sent when it comes.
  const asked: ReplayProgress = { from, to: Math.min(to, now), askedAt: now, sent: 0, after: null };
  return ledger.changeNote(replayNote(name), undefined, JSON.stringify(asked));
};

const forgetGone = async (ledger: Notes, endpoints: readonly Endpoint[]): Promise<void> => {
  const text = await ledger.note(NAMES_NOTE);
  const names = endpoints.map(({ name }) => name);
  for (const name of readNames(text)) {
    if (names.includes(name)) continue;
    for (const note of [progressNote(name), replayNote(name)])
      await ledger.changeNote(note, await ledger.note(note), undefined);
  }
  const written = names.length === 0 ? undefined : JSON.stringify(names);
  if (written !== text) await ledger.changeNote(NAMES_NOTE, text, written);
};

const readNames = (text: string | undefined): readonly string[] =>
  Object.values(readNoteAs<string[]>(text, 'length') ?? []).filter((name) => typeof name === 'string');
