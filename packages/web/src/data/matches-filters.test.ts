import type { Filter } from '@meterline/core';
import { describe, expect, it } from 'vitest';
import { matchesFilters } from './matches-filters.ts';

const call = {
  provider: 'openai',
  model: 'gpt-5.4',
  app: 'codex',
  source: 'codex',
  session: 's1',
  project: null,
  branch: null,
  agent: null,
  machine: null,
  cron: null,
  task: null,
  feature: null,
};
const is = (dimension: Filter['dimension'], value: string | null): Filter => ({ dimension, op: '=', value });
const not = (dimension: Filter['dimension'], value: string | null): Filter => ({
  dimension,
  op: '!=',
  value,
});

describe('matchesFilters', () => {
  it('takes every call without a filter', () => {
    expect(matchesFilters(call, [])).toBe(true);
  });

  it('takes values of a dimension as alternatives, dimensions together', () => {
    expect(matchesFilters(call, [is('app', 'claude-code'), is('app', 'codex')])).toBe(true);
    expect(matchesFilters(call, [is('app', 'codex'), is('model', 'gpt-5')])).toBe(false);
    expect(matchesFilters(call, [is('app', 'claude-code')])).toBe(false);
    expect(matchesFilters(call, [is('project', null)])).toBe(true);
  });

  it('refuses what is left out', () => {
    expect(matchesFilters(call, [not('app', 'codex')])).toBe(false);
    expect(matchesFilters(call, [not('project', null)])).toBe(false);
    expect(matchesFilters(call, [not('app', 'amp'), not('app', 'goose')])).toBe(true);
  });

  it('does not know what the call does not name, unless another filter decides', () => {
    expect(matchesFilters(call, [is('user', 'u1')])).toBeUndefined();
    expect(matchesFilters(call, [is('tag:team', 'x'), is('app', 'codex')])).toBeUndefined();
    expect(matchesFilters(call, [is('user', 'u1'), is('app', 'amp')])).toBe(false);
  });
});
