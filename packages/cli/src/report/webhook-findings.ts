import type { WebhookStatus } from '@meterline/server';
import { plural } from '../render/number.ts';
import type { Finding } from './kinds/doctor.ts';

/** What `doctor` says of webhooks: nothing of those that work. */
export const webhookFindings = (webhooks: readonly WebhookStatus[]): readonly Finding[] =>
  webhooks.flatMap((webhook) => {
    const { name, state, lastError, dropped, givenUp, waiting } = webhook;
    const finding = (level: Finding['level'], text: string, count: number | null, fix: string): Finding => ({
      key: { check: 'webhook', subject: name },
      level,
      count,
      text: `${name}: ${text}`,
      fix,
    });
    const test = `meterline webhooks test ${name}`;
    const replay = `meterline webhooks replay ${name} --from DATE`;
    return [
      ...(state === 'disabled'
        ? [finding('warning', 'its receiver wants no more (HTTP 410), so nothing is sent', null, test)]
        : []),
      ...(state === 'retrying' && lastError
        ? [finding('warning', `cannot be delivered (${lastError.reason}); ${waiting} waiting`, waiting, test)]
        : []),
      ...(dropped > 0
        ? [finding('warning', `${plural(dropped, 'change')} of calls no longer kept for it`, dropped, replay)]
        : []),
      ...(givenUp > 0
        ? [finding('note', `${plural(givenUp, 'message')} given up after every try`, givenUp, replay)]
        : []),
    ];
  });
