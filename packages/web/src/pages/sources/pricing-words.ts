import type { WriteAnswer } from '@meterline/api/client';
import { plural } from '../../format/count.ts';

/** What pricing recorded calls again changes, or would. */
export type Reprice = WriteAnswer<'/reprice', 'post'>;

type Money = (nanoUsd: number) => string;

/** `1,204 recorded calls without a price would cost $12.30 at list price.` */
export const trialText = ({ changed, newListNanoUsd }: Reprice, money: Money): string =>
  changed === 0
    ? 'No recorded call would change.'
    : newListNanoUsd === 0
      ? 'It adds nothing to what is recorded: that price is $0, or not known itself.'
      : `${plural(changed, 'recorded call')} without a price would cost ${money(newListNanoUsd)} at list price.`;

/** `1,204 calls now cost $12.30 at list price.` */
export const doneText = ({ changed, newListNanoUsd }: Reprice, money: Money): string =>
  changed === 0
    ? 'No recorded call has changed.'
    : `${plural(changed, 'recorded call')} now ${changed === 1 ? 'costs' : 'cost'} ${money(newListNanoUsd)} at list price.`;
