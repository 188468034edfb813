import { isPeriod } from '@meterline/core';
import { DEFAULT_PERIOD, type View } from './view.ts';

/** Marking a part of a chart shows only that part; where one came from stays in the address, so that zooming out leads back. */

const BETWEEN = '..';

const nameOfRange = ({ period, from, to }: View): string =>
  from === undefined && to === undefined ? period : `${from ?? ''}${BETWEEN}${to ?? ''}`;

/** What changes of a view when a part of its time is shown. A part of a part leads back to the whole. */
export const zoomedTo = (
  view: View,
  range: { readonly from: string; readonly to: string },
): Partial<View> => ({
  ...range,
  was: view.was ?? nameOfRange(view),
});

/** What changes to lead back; undefined where the view is no part of another. */
export const zoomedOut = ({ was }: View): Partial<View> | undefined => {
  if (was === undefined) return undefined;
  if (!was.includes(BETWEEN))
    return { period: isPeriod(was) ? was : DEFAULT_PERIOD, from: undefined, to: undefined, was: undefined };
  const [from = '', to = ''] = was.split(BETWEEN);
  return { from: from || undefined, to: to || undefined, was: undefined };
};
