import type { Config } from '../config/config.ts';
import type { WebhookEvents, WebhookEvery } from '../config/webhook-config.ts';
import type { Meterline, World } from '../meterline.ts';
import { isRunning } from '../record/is-running.ts';
import type { WebhookLedger } from './delivery.ts';
import { endpointsOf, shownUrl } from './endpoint.ts';
import { isHeld, leaseOf } from './lease.ts';
import {
  LEASE_NOTE,
  progressNote,
  type ReplayProgress,
  readNoteAs,
  replayNote,
  type WebhookProgress,
} from './progress.ts';

/** How a webhook is, for people. Instants are UTC milliseconds. */
export interface WebhookStatus {
  readonly name: string;
  /** Scheme and host. */
  readonly url: string;
  readonly secretEnv: string;
  /** Why nothing can be signed by the process that is asked; null: the secret is there. */
  readonly secretFault: string | null;
  readonly events: WebhookEvents;
  /** Of rollups. */
  readonly every: WebhookEvery | null;
  readonly by: readonly string[];
  readonly where: readonly string[];
  /** `new`: no service has seen it yet · `retrying`: the last try failed · `disabled`: the receiver answered 410. */
  readonly state: 'new' | 'ok' | 'retrying' | 'disabled';
  readonly since: number | null;
  /** Messages. */
  readonly delivered: number;
  /** Changes of the ledger, and rollups, that are still to be looked at or sent. */
  readonly waiting: number;
  readonly givenUp: number;
  readonly dropped: number;
  readonly lastDeliveredAt: number | null;
  readonly lastError: { readonly at: number; readonly reason: string } | null;
  readonly nextTryAt: number | null;
  readonly replay: { readonly from: number; readonly to: number; readonly sent: number } | null;
}

export interface WebhookStatuses {
  readonly webhooks: readonly WebhookStatus[];
  /** A service that runs sends them; else they wait in the ledger. */
  readonly delivering: boolean;
}

export interface StatusParts {
  readonly config: Config;
  readonly ledger: Pick<WebhookLedger, 'note' | 'changes'>;
  readonly world: Pick<World, 'env' | 'clock'>;
  /** Whether a process is at work. */
  readonly isAlive: (owner: string) => boolean;
}

export const webhookStatuses = async (parts: StatusParts): Promise<WebhookStatuses> => {
  const { config, ledger, world, isAlive } = parts;
  const endpoints = endpointsOf(config, world.env);
  const lease = leaseOf(await ledger.note(LEASE_NOTE));
  const webhooks: WebhookStatus[] = [];
  for (const { name, config: settings, secrets } of endpoints) {
    const { url, secretEnv, events, every, by, where } = settings;
    const fault = secrets.ok ? null : secrets.fault.message;
    const isRollup = events === 'rollups';
    const about = { name, url: shownUrl(url), secretEnv, secretFault: fault, events, by, where };
    webhooks.push({ ...about, every: isRollup ? every : null, ...(await stateOf(name, ledger)) });
  }
  return { webhooks, delivering: isHeld(lease, world.clock(), isAlive) };
};

/** The webhooks of an opened data folder, whatever process delivers them. */
export const webhooksOf = (meterline: Meterline): Promise<WebhookStatuses> =>
  webhookStatuses({ ...meterline, isAlive: (owner) => isRunning(Number.parseInt(owner, 10)) });

type State = Omit<
  WebhookStatus,
  'name' | 'url' | 'secretEnv' | 'secretFault' | 'events' | 'every' | 'by' | 'where'
>;

const stateOf = async (name: string, ledger: StatusParts['ledger']): Promise<State> => {
  const progress = readNoteAs<WebhookProgress>(await ledger.note(progressNote(name)), 'place');
  const replay = readNoteAs<ReplayProgress>(await ledger.note(replayNote(name)), 'askedAt');
  const shown = replay ? { from: replay.from, to: replay.to, sent: replay.sent } : null;
  if (progress === undefined) return { ...NOT_BEGUN, replay: shown };
  const { last } = await ledger.changes(progress.place, 0);
  const { since, delivered, givenUp, dropped, lastDeliveredAt, lastError, nextTryAt } = progress;
  return {
    state: progress.disabledAt !== null ? 'disabled' : progress.failures > 0 ? 'retrying' : 'ok',
    since,
    delivered,
    waiting: Math.max(last - progress.place, 0) + progress.windows.length,
    givenUp,
    dropped,
    lastDeliveredAt,
    lastError,
    nextTryAt,
    replay: shown,
  };
};

const NOT_BEGUN: State = {
  state: 'new',
  since: null,
  delivered: 0,
  waiting: 0,
  givenUp: 0,
  dropped: 0,
  lastDeliveredAt: null,
  lastError: null,
  nextTryAt: null,
  replay: null,
};
