import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupIssues, type IssueRow } from './group-issues.ts';
import { isHere, rootsInOrder, type SourceRow, sourceState } from './source-words.ts';

const source = (part: Partial<SourceRow>): SourceRow => ({
  id: 'codex',
  name: 'Codex',
  state: 'absent',
  roots: [],
  files: 0,
  modifiedAt: null,
  calls: 0,
  firstAt: null,
  lastAt: null,
  issues: 0,
  unseen: [],
  faults: [],
  ...part,
});

describe('a source', () => {
  it.each([
    [{ state: 'found' }, 'read', true],
    [{ state: 'disabled' }, 'switched off', true],
    [{ state: 'empty' }, 'folder without logs', false],
    [{ state: 'absent' }, 'not on this machine', false],
    [{ state: 'absent', calls: 3 }, 'logs are gone, calls stay', true],
    [{ state: 'found', faults: [{ code: 'A', message: 'B', hint: null }] }, 'has a fault', true],
  ] as const)('%j is said to be: %s', (part, text, here) => {
    expect(sourceState(source(part)).text).toBe(text);
    expect(isHere(source(part))).toBe(here);
  });

  it('names the folders that are there first', () => {
    const root = (path: string, exists: boolean, files: number) => ({
      path,
      exists,
      files,
      configured: false,
    });
    const order = rootsInOrder([root('a', false, 0), root('b', true, 1), root('c', true, 9)]);
    expect(order.map(({ path }) => path)).toEqual(['c', 'b', 'a']);
  });
});

describe('issues', () => {
  const issue: fc.Arbitrary<IssueRow> = fc.record({
    source: fc.constantFrom('codex', 'goose'),
    file: fc.constantFrom('/a', '/b', '/c'),
    code: fc.constantFrom('BAD_JSON', 'BAD_NUMBER'),
    meaning: fc.constant('Why.'),
    count: fc.integer({ min: 1, max: 50 }),
    firstAt: fc.nat(),
    detail: fc.constant(null),
  });

  it('are all in their groups, and the counts add up', () => {
    fc.assert(
      fc.property(fc.array(issue), (rows) => {
        const groups = groupIssues(rows);
        const reasons = groups.flatMap((group) => group.reasons);
        expect(reasons.flatMap(({ files }) => files)).toHaveLength(rows.length);
        const sum = rows.reduce((all, { count }) => all + count, 0);
        expect(groups.reduce((all, { count }) => all + count, 0)).toBe(sum);
        expect(reasons.reduce((all, { count }) => all + count, 0)).toBe(sum);
        for (const [at, group] of groups.entries())
          expect(group.count).toBeLessThanOrEqual(groups[at - 1]?.count ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
});
