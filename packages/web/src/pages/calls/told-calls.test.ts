import type { LiveCall } from '@meterline/api/client';
import { describe, expect, it } from 'vitest';
import type { CallsAnswer, CallsAsked } from './calls-asked.ts';
import { MAX_NEW, NOTHING_TOLD, toldWith } from './told-calls.ts';

const NOW = 1_000_000;
const call = (id: string, more: Partial<LiveCall> = {}): LiveCall =>
  ({
    id,
    startedAt: NOW + 1,
    recordedAt: NOW + 2,
    merged: false,
    model: 'm',
    status: 'ok',
    cost: { status: 'priced' },
    ...more,
  }) as LiveCall;
const made = (asked: CallsAsked = {}, range: Partial<CallsAnswer['range']> = {}) => ({
  where: [],
  asked,
  first: { now: NOW, range: { from: null, to: null, period: null, ...range } } as unknown as CallsAnswer,
});
const freshOf = (
  came: readonly LiveCall[],
  of: Parameters<typeof toldWith>[2] = made(),
): readonly string[] => [...toldWith(NOTHING_TOLD, came, of).fresh];

describe('calls that are told', () => {
  it('are new once each, when they came after the list was made', () => {
    expect(freshOf([call('a'), call('a'), call('b'), call('old', { recordedAt: NOW })])).toEqual(['a', 'b']);
  });

  it('are of the list only when they ended as is asked', () => {
    const came = [call('well'), call('ill', { status: 'error' }), call('left', { status: 'aborted' })];
    expect(freshOf(came, made({ status: 'failed' }))).toEqual(['ill', 'left']);
    expect(freshOf(came, made({ status: 'ok' }))).toEqual(['well']);
    expect(freshOf(came, made({ unpriced: 'yes' }))).toEqual([]);
  });

  it('are of a time that ends now, and not of one that has ended', () => {
    expect(freshOf([call('a')], made({}, { from: NOW - 5, to: NOW }))).toEqual(['a']);
    expect(freshOf([call('a')], made({}, { to: NOW - 1 }))).toEqual([]);
    expect(freshOf([call('a')], made({}, { from: NOW + 9 }))).toEqual([]);
  });

  it('take the place of what was known of them', () => {
    const told = toldWith(NOTHING_TOLD, [call('a', { merged: true, model: 'x' })], made());
    expect([...told.fresh]).toEqual([]);
    expect(told.better.get('a')).toMatchObject({ model: 'x' });
  });

  it('are in doubt where they do not name what is filtered by', () => {
    const where = [{ dimension: 'tenant', op: '=', value: 't' } as const];
    expect(toldWith(NOTHING_TOLD, [call('a')], { ...made(), where })).toMatchObject({ inDoubt: true });
    expect(toldWith(NOTHING_TOLD, [call('a')], made()).inDoubt).toBe(false);
  });

  it('are counted up to a bound', () => {
    const many = Array.from({ length: MAX_NEW + 50 }, (_, index) => call(`c${index}`));
    expect(freshOf(many)).toHaveLength(MAX_NEW + 1);
  });
});
