import { expect, it } from 'vitest';
import { didYouMean, suggest } from './suggest.ts';

const COMMANDS = ['costs', 'usage', 'sessions', 'session', 'config', 'connect', 'cron'];

it.each([
  ['cosst', ['costs']],
  ['sesions', ['sessions', 'session']],
  ['conf', ['config']],
  ['USAGE', ['usage']],
  ['zzz', []],
  ['', []],
])('%s may mean %j', (word, meant) => {
  expect(suggest(word, COMMANDS)).toEqual(meant);
});

it('says nothing when nothing is like it', () => {
  expect(didYouMean('zzz', COMMANDS)).toBe('');
  expect(didYouMean('cosst', COMMANDS)).toBe(" Did you mean 'costs'?");
});
