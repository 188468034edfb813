import { expect, it } from 'vitest';
import { isTroubled, troubleText } from './webhook-words.ts';

const WELL = {
  name: 'team',
  url: 'https://example.com',
  secretEnv: 'HOOK',
  secretFault: null,
  events: 'calls',
  every: null,
  by: [],
  where: [],
  state: 'ok',
  since: 0,
  delivered: 3,
  waiting: 0,
  givenUp: 0,
  dropped: 0,
  lastDeliveredAt: 1,
  lastError: { at: 1, reason: 'HTTP 500' },
  nextTryAt: null,
  replay: null,
} as const;
const textOf = (more: Partial<Parameters<typeof troubleText>[0]>) =>
  troubleText({ ...WELL, ...more }, (instant) => `at ${instant}`);

it('a webhook that works has nothing to say, whatever it met before', () => {
  expect([isTroubled(WELL), textOf({})]).toEqual([false, '']);
});

it('says what keeps it from delivering, and when it is tried again', () => {
  expect(textOf({ state: 'retrying', nextTryAt: 9 })).toBe(
    'The last try failed: HTTP 500. The next try is at 9.',
  );
  expect(textOf({ state: 'disabled' })).toContain('410');
  // The secret is the reason, and is told once.
  expect(textOf({ state: 'retrying', secretFault: 'HOOK is not set.' })).toBe('HOOK is not set.');
});

it('says what it was not told', () => {
  expect(textOf({ givenUp: 1, dropped: 20 })).toBe(
    '1 message given up after every try. 20 changes no longer kept: meterline webhooks replay sends them.',
  );
});
