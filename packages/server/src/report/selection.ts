import type { UsageQuery } from '@meterline/core';

/** Which calls a report is about, and whose days; a whole query will do, its rows and limit are not minded. */
export type Selection = Pick<UsageQuery, 'from' | 'to' | 'where' | 'zone'>;

/** Only that of a query which selects calls. */
export const selectionOf = ({ from, to, where, zone }: Selection): Selection => ({
  zone,
  where,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});
