import fc from 'fast-check';
import { expect, it } from 'vitest';
import { filterText, parseFilter } from './filter-text.ts';
import { type Dimension, PLAIN_DIMENSIONS } from './usage-query.ts';

const dimension = fc.oneof(
  fc.constantFrom<Dimension>(...PLAIN_DIMENSIONS),
  fc.stringMatching(/^[a-z_.-]{1,12}$/).map((key): Dimension => `tag:${key}`),
);
/** Values as they stand in ledgers: without blanks around them. */
const value = fc.oneof(
  fc.constant(null),
  fc.string({ minLength: 1 }).filter((text) => text.trim() === text && text !== '(none)'),
);

it('reads back every filter that it writes', () => {
  fc.assert(
    fc.property(dimension, fc.constantFrom('=' as const, '!=' as const), value, (dim, op, val) => {
      const filter = { dimension: dim, op, value: val };
      expect(parseFilter(filterText(filter))).toEqual({ ok: true, value: filter });
    }),
  );
});

it('says what is wrong with anything else', () => {
  expect(parseFilter('model')).toMatchObject({ ok: false, fault: { code: 'USAGE_FLAG_INVALID' } });
  expect(parseFilter('colour=red')).toMatchObject({ ok: false, fault: { code: 'DIMENSION_UNKNOWN' } });
  fc.assert(fc.property(fc.string(), (text) => void parseFilter(text)));
});

it('takes (none) and nothing for a value that is not set', () => {
  for (const text of ['project=', 'project=(none)', ' project = '])
    expect(parseFilter(text)).toEqual({ ok: true, value: { dimension: 'project', op: '=', value: null } });
});
