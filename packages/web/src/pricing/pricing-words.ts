import type { WriteAnswer } from '@meterline/api/client';
import { plural } from '../format/count.ts';

/** What pricing recorded calls again changes, or would. */
export type Reprice = WriteAnswer<'/reprice', 'post'>;

type Money = (nanoUsd: number) => string;

/** `1,204 recorded calls would cost $12.30 instead of $10.00 at list price.`; calls without a price cost nothing before. */
export const trialText = ({ changed, oldListNanoUsd, newListNanoUsd }: Reprice, money: Money): string => {
  if (changed === 0) return 'No recorded call would change.';
  const calls = plural(changed, 'recorded call');
  if (oldListNanoUsd > 0)
    return `${calls} would cost ${money(newListNanoUsd)} instead of ${money(oldListNanoUsd)} at list price.`;
  if (newListNanoUsd === 0)
    return 'It adds nothing to what is recorded: that price is $0, or not known itself.';
  return `${calls} without a price would cost ${money(newListNanoUsd)} at list price.`;
};

/** `1,204 recorded calls now cost $12.30 at list price.` */
export const doneText = ({ changed, newListNanoUsd }: Reprice, money: Money): string =>
  changed === 0
    ? 'No recorded call has changed.'
    : `${plural(changed, 'recorded call')} now ${changed === 1 ? 'costs' : 'cost'} ${money(newListNanoUsd)} at list price.`;
