import type { Filter, Period, UsageQuery } from '@meterline/core';
import type { Invocation } from '../program/invocation.ts';
import { filtersOf } from './filter.ts';
import { type AskedRange, rangeOf } from './range.ts';

/** What most reports are asked: of which time, and of which calls. */
export interface Question {
  readonly range: AskedRange;
  readonly where: readonly Filter[];
  /** The two as the start of a query. */
  readonly scope: Pick<UsageQuery, 'from' | 'to' | 'where' | 'zone'>;
}

export const boundsOf = ({ from, to }: AskedRange): { readonly from?: number; readonly to?: number } => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

export const questionOf = ({ flags, now }: Invocation, zone: string, fallback: Period): Question => {
  const range = rangeOf(flags, zone, now, fallback);
  const where = filtersOf(flags.list('where'));
  return { range, where, scope: { zone, where, ...boundsOf(range) } };
};

/** Whether a program reads the output: it gets every row unless it asks for fewer. */
export const forProgram = ({ flags }: Invocation): boolean => flags.on('json') || flags.on('csv');

/** `--limit`, or a number of rows that a person can take in. */
export const rowLimit = (invocation: Invocation, forPeople: number): number | undefined =>
  invocation.flags.count('limit', 1) ?? (forProgram(invocation) ? undefined : forPeople);
