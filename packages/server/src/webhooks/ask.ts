import { fail, ok, type Result } from '@meterline/core';
import { closestName } from '../config/closest-name.ts';
import type { Config } from '../config/config.ts';
import type { World } from '../meterline.ts';
import { askReplay } from './begin.ts';
import type { WebhookLedger } from './delivery.ts';
import { type Endpoint, endpointsOf } from './endpoint.ts';
import { testMessage } from './message.ts';
import { progressNote, readNoteAs, type WebhookProgress } from './progress.ts';
import type { Sender } from './sender.ts';
import { sign } from './sign.ts';

/** What a person asks of a webhook, on the command line or in the dashboard. */
export interface AskParts {
  readonly config: Config;
  readonly ledger: Pick<WebhookLedger, 'note' | 'changeNote'>;
  readonly world: Pick<World, 'env' | 'clock'>;
}

export interface WebhookTest {
  readonly delivered: boolean;
  /** `HTTP 204`, `ECONNREFUSED`. */
  readonly result: string;
}

/**
 * Sends `meterline.test`, signed with the secret of this process. Where it is delivered, a webhook that rested or was
 * disabled goes on at once.
 */
export const testWebhook = async (
  name: string,
  { config, ledger, world }: AskParts,
  sender: Sender,
): Promise<Result<WebhookTest>> => {
  const endpoint = find(name, config, world);
  if (!endpoint.ok) return endpoint;
  const { secrets, config: settings } = endpoint.value;
  if (!secrets.ok) return secrets;
  const { id, body } = testMessage(name, world.clock());
  const headers = { 'content-type': 'application/json', 'user-agent': 'meterline' };
  const signed = { ...headers, ...sign(id, world.clock(), body, secrets.value) };
  const outcome = await sender.send(settings.url, signed, body);
  if (outcome.kind === 'gone') return ok({ delivered: false, result: 'HTTP 410: it wants no more' });
  if (outcome.kind === 'failed') return ok({ delivered: false, result: outcome.reason });
  await goOn(name, ledger);
  return ok({ delivered: true, result: `HTTP ${outcome.status}` });
};

const goOn = async (name: string, ledger: AskParts['ledger']): Promise<void> => {
  const text = await ledger.note(progressNote(name));
  const progress = readNoteAs<WebhookProgress>(text, 'place');
  if (progress === undefined || (progress.failures === 0 && progress.disabledAt === null)) return;
  const next = { ...progress, failures: 0, nextTryAt: null, disabledAt: null };
  await ledger.changeNote(progressNote(name), text, JSON.stringify(next));
};

/** Asks for everything of a range to be sent again; the service that runs does it. */
export const replayWebhook = async (
  name: string,
  range: { readonly from: number; readonly to: number },
  { config, ledger, world }: AskParts,
): Promise<Result<void>> => {
  const endpoint = find(name, config, world);
  if (!endpoint.ok) return endpoint;
  if (await askReplay(ledger, name, { ...range, now: world.clock() })) return ok(undefined);
  return fail(
    'WEBHOOK_BUSY',
    `A replay of ${name} is not over yet.`,
    '`meterline webhooks` shows how far it is.',
  );
};

const find = (name: string, config: Config, { env }: AskParts['world']): Result<Endpoint> => {
  const found = endpointsOf(config, env).find((endpoint) => endpoint.name === name);
  if (found !== undefined) return ok(found);
  const names = Object.keys(config.webhooks);
  const meant = closestName(name, names);
  const known = names.length === 0 ? 'There are none yet.' : `Webhooks are ${names.join(', ')}.`;
  return fail(
    'WEBHOOK_NOT_FOUND',
    `There is no webhook '${name}'.`,
    meant ? `Did you mean ${meant}?` : known,
  );
};
