import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTarget, targetFilters, targetName } from './priced-target.ts';
import { doneText, type Reprice, trialText } from './pricing-words.ts';

describe('the model that a price holds for', () => {
  const used = [
    { provider: 'openai', model: 'gpt-5.5' },
    { provider: 'ollama', model: 'llama3:8b' },
  ];

  it.each([
    ['gpt-5.5', { provider: null, model: 'gpt-5.5' }],
    [' openai:gpt-5.5 ', used[0]],
    ['ollama:llama3:8b', used[1]],
    ['llama3:8b', { provider: null, model: 'llama3:8b' }],
    ['', { provider: null, model: '' }],
  ])('is found by %j', (text, target) => expect(findTarget(text, used)).toEqual(target));

  it('is found by its own name, whatever it is called', () => {
    const target = fc.record({ provider: fc.string(), model: fc.string() });
    fc.assert(
      fc.property(fc.array(target, { minLength: 1 }), (given) => {
        const trimmed = given.filter((one) => targetName(one) === targetName(one).trim());
        for (const one of trimmed)
          expect(targetName(findTarget(targetName(one), given))).toBe(targetName(one));
      }),
    );
  });

  it('says which recorded calls are its', () => {
    expect(targetFilters({ provider: 'openai', model: 'gpt-5.5' })).toEqual([
      'provider=openai',
      'model=gpt-5.5',
    ]);
    expect(targetFilters({ provider: null, model: 'gpt-5.5' })).toEqual(['model=gpt-5.5']);
  });
});

describe('pricing recorded calls', () => {
  const money = (nanoUsd: number): string => `$${nanoUsd / 1e9}`;
  const reprice = (changed: number, newListNanoUsd: number, oldListNanoUsd = 0): Reprice => ({
    dryRun: true,
    examined: 2000,
    changed,
    oldListNanoUsd,
    newListNanoUsd,
    byModel: [],
  });

  it('is said before and after, as list value', () => {
    expect(trialText(reprice(1204, 12_300_000_000), money)).toBe(
      '1,204 recorded calls without a price would cost $12.3 at list price.',
    );
    expect(doneText(reprice(1, 500_000_000), money)).toBe('1 recorded call now costs $0.5 at list price.');
  });

  it('names what it was before', () => {
    expect(trialText(reprice(2, 1_000_000_000, 3_000_000_000), money)).toBe(
      '2 recorded calls would cost $1 instead of $3 at list price.',
    );
  });

  it('says so when nothing changes', () => {
    expect(trialText(reprice(0, 0), money)).toBe('No recorded call would change.');
    expect(doneText(reprice(0, 0), money)).toBe('No recorded call has changed.');
    expect(trialText(reprice(3, 0), money)).toContain('adds nothing');
  });
});
