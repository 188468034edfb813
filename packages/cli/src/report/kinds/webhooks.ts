import type { ReportKind } from '../envelope.ts';
import { choice, count, instant, list, nullable, object, type TypeOf, text, yes } from '../shape.ts';

const row = object({
  key: object({ name: text() }),
  url: text('Scheme and host.'),
  secretEnv: text('Environment variable with its secret.'),
  secretFault: nullable(text('Why this shell could not sign; null: the secret is there.')),
  events: choice(['calls', 'rollups']),
  every: nullable(text('Of rollups.')),
  by: list(text(), 'Dimensions of rollups.'),
  where: list(text(), 'Filters.'),
  state: choice(['new', 'ok', 'retrying', 'disabled']),
  since: nullable(instant('Calls that started before are not sent.')),
  delivered: count('Messages.'),
  waiting: count('Changes of the ledger, and rollups, that are still to be sent.'),
  givenUp: count('Messages that failed as often as any may.'),
  dropped: count('Changes that were no longer kept.'),
  lastDeliveredAt: nullable(instant()),
  lastErrorAt: nullable(instant()),
  lastError: nullable(text()),
  nextTryAt: nullable(instant()),
  replaySent: nullable(count('Of a replay that is under way.')),
});
const totals = object({ webhooks: count(), delivering: yes('A service that runs sends them.') });

export type WebhookRow = TypeOf<typeof row>;
export type WebhookTotals = TypeOf<typeof totals>;

export const WEBHOOKS: ReportKind<WebhookRow, WebhookTotals> = {
  name: 'webhooks',
  about: 'Where news of calls is sent, and how that goes (`meterline webhooks`).',
  row,
  totals,
};
