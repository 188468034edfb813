import { type Filter, isZone, MeterlineError, type Period } from '@meterline/core';
import type { Meterline } from '../meterline.ts';
import { type AskedRange, askedRange, type Selection } from '../report/index.ts';
import type { Service } from '../service/service.ts';
import { valueOrThrow } from './value-or-throw.ts';

/** The parameters that every report takes, as the contract gives them. */
export interface AskedQuery {
  readonly period?: Period | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly zone?: string | undefined;
  readonly where: readonly Filter[];
}

/** A report's question, resolved: what is asked of whom, and what its answer says of the time. */
export interface Question {
  readonly meterline: Meterline;
  readonly now: number;
  readonly zone: string;
  readonly range: AskedRange;
  readonly where: readonly Filter[];
  /** Range, zone and filters as the start of a query. */
  readonly scope: Selection;
  /** The beginning of every answer about a time. */
  readonly answered: {
    readonly zone: string;
    readonly now: number;
    readonly range: {
      readonly from: number | null;
      readonly to: number | null;
      readonly period: string | null;
    };
  };
}

const NAMES = { period: 'period', from: 'from', to: 'to' } as const;

/** The range means what it means on the command line (`askedRange`). `fallback` is the command's own default. */
export const questionOf = (service: Service, asked: AskedQuery, fallback: Period): Question => {
  const meterline = service.reader();
  const now = service.world.clock();
  const zone = asked.zone ?? meterline.zone;
  if (!isZone(zone))
    throw new MeterlineError({ code: 'ZONE_UNKNOWN', message: 'zone is not an IANA time zone.' });
  const range = valueOrThrow(askedRange(asked, NAMES, zone, now, fallback));
  const { from, to, period } = range;
  const { where } = asked;
  return {
    meterline,
    now,
    zone,
    range,
    where,
    scope: { zone, where, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
    answered: { zone, now, range: { from: from ?? null, to: to ?? null, period: period ?? null } },
  };
};
