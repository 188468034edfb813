import { type Filter, INTERVALS, PERIODS, PLAIN_DIMENSIONS } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commandOf,
  METRICS,
  questionOf,
  searchOf,
  type View,
  viewOf,
  withFilter,
  withoutFilter,
} from './view.ts';

const filter: fc.Arbitrary<Filter> = fc.record({
  dimension: fc.constantFrom(...PLAIN_DIMENSIONS),
  op: fc.constantFrom('=' as const, '!=' as const),
  value: fc.oneof(
    fc.constant(null),
    fc.string({ minLength: 1 }).filter((text) => text.trim() === text && text !== '(none)'),
  ),
});
const day = fc.option(
  fc
    .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  { nil: undefined },
);
const view: fc.Arbitrary<View> = fc.record({
  period: fc.constantFrom(...PERIODS),
  from: day,
  to: day,
  where: fc.uniqueArray(filter, {
    maxLength: 5,
    selector: (one) => JSON.stringify([one.dimension, one.value]),
  }),
  metric: fc.constantFrom(...METRICS),
  compare: fc.boolean(),
  interval: fc.option(fc.constantFrom(...INTERVALS), { nil: undefined }),
  by: fc.constantFrom(...PLAIN_DIMENSIONS),
  was: fc.constantFrom(undefined, '30d', '2026-11-01..2026-11-22'),
});

describe('the address of a view', () => {
  it('reads back as the same view', () => {
    fc.assert(
      fc.property(view, (one) => {
        const address = searchOf(one).toString();
        const back = viewOf(new URLSearchParams(address));
        // A named time gives way to given days, so it is not written beside them.
        const isNamed = one.from === undefined && one.to === undefined;
        const period = isNamed ? one.period : back.period;
        expect(back).toEqual({ ...one, period, was: isNamed ? undefined : one.was });
      }),
    );
  });

  it('is empty for the default view', () => {
    expect(searchOf(viewOf(new URLSearchParams())).toString()).toBe('');
  });

  it('passes over what it cannot read', () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), (text) => {
        expect(viewOf(new URLSearchParams(text)).by).toBeTypeOf('string');
      }),
    );
    expect(viewOf(new URLSearchParams('where=nonsense&period=x&metric=y&interval=z&by=q'))).toEqual(
      viewOf(new URLSearchParams()),
    );
  });
});

describe('filters', () => {
  it('are there once, and their opposite gives way', () => {
    fc.assert(
      fc.property(view, filter, (one, added) => {
        const twice = withFilter(withFilter(one, { ...added, op: added.op === '=' ? '!=' : '=' }), added);
        const alike = twice.where.filter(
          ({ dimension, value }) => dimension === added.dimension && value === added.value,
        );
        expect(alike).toEqual([added]);
        expect(withoutFilter(twice, added).where).not.toContainEqual(added);
      }),
    );
  });
});

describe('the question', () => {
  it('asks of given days or of a named time, never of both', () => {
    fc.assert(
      fc.property(view, (one) => {
        const question = questionOf(one);
        expect('period' in question).toBe(one.from === undefined && one.to === undefined);
      }),
    );
  });
});

describe('the command', () => {
  it('quotes what a shell would read otherwise', () => {
    const where: readonly Filter[] = [{ dimension: 'project', op: '=', value: "/home/me/it's $HOME" }];
    expect(commandOf('costs', { ...viewOf(new URLSearchParams()), where }, ['--by model'])).toBe(
      `meterline costs --period 30d --where 'project=/home/me/it'\\''s $HOME' --by model`,
    );
  });
});
