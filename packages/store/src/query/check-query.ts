import { type Filter, isZone, MeterlineError, PLAIN_DIMENSIONS, type UsageQuery } from '@meterline/core';
import { tagKeyOf } from '../call/dimension-value.ts';

/** Throws DIMENSION_UNKNOWN or ZONE_UNKNOWN. Surfaces check what people type; this guards the engines. */
export const checkQuery = (query: UsageQuery): void => {
  checkZone(query.zone);
  checkDimensions(query);
};

export const checkDimensions = ({ by, where }: Pick<UsageQuery, 'by' | 'where'>): void => {
  for (const dimension of by) checkDimension(dimension);
  checkFilters(where);
};

export const checkFilters = (where: readonly Filter[]): void => {
  for (const { dimension } of where) checkDimension(dimension);
};

export const checkZone = (zone: string): void => {
  if (isZone(zone)) return;
  throw new MeterlineError({ code: 'ZONE_UNKNOWN', message: `"${zone}" is not an IANA time zone.` });
};

export const checkDimension = (dimension: string): void => {
  if ((PLAIN_DIMENSIONS as readonly string[]).includes(dimension)) return;
  if ((tagKeyOf(dimension) ?? '') !== '') return;
  throw new MeterlineError({
    code: 'DIMENSION_UNKNOWN',
    message: `"${dimension}" is not a dimension.`,
    hint: `Use one of ${PLAIN_DIMENSIONS.join(', ')} or tag:KEY.`,
  });
};
