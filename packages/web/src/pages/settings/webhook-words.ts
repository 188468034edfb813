import type { GetAnswer } from '@meterline/api/client';
import { plural } from '../../format/count.ts';

type Webhook = GetAnswer<'/webhooks'>['rows'][number];

/** What a person has to know of a webhook beside how much it was sent. */
export const isTroubled = (webhook: Webhook): boolean => sentencesOf(webhook, String).length > 0;

/** @param when Writes an instant. */
export const troubleText = (webhook: Webhook, when: (instant: number) => string): string =>
  sentencesOf(webhook, when).join(' ');

const sentencesOf = (webhook: Webhook, when: (instant: number) => string): readonly string[] => {
  const { state, secretFault, lastError, nextTryAt, dropped, givenUp } = webhook;
  const next = nextTryAt === null ? '' : ` The next try is ${when(nextTryAt)}.`;
  return [
    ...(secretFault === null ? [] : [secretFault]),
    ...(state === 'disabled' ? ['Its receiver wants no more (HTTP 410), so nothing is sent.'] : []),
    ...(state === 'retrying' && secretFault === null && lastError !== null
      ? [`The last try failed: ${lastError.reason}.${next}`]
      : []),
    ...(givenUp > 0 ? [`${plural(givenUp, 'message')} given up after every try.`] : []),
    ...(dropped > 0
      ? [`${plural(dropped, 'change')} no longer kept: meterline webhooks replay sends them.`]
      : []),
  ];
};
