import type { WebhookStatus } from '@meterline/server';
import { expect, it } from 'vitest';
import { webhookFindings } from './webhook-findings.ts';

const WELL: WebhookStatus = {
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
  delivered: 1,
  waiting: 0,
  givenUp: 0,
  dropped: 0,
  lastDeliveredAt: 0,
  lastError: null,
  nextTryAt: null,
  replay: null,
};

it('doctor tells what keeps webhooks from being told, and nothing of those that work', () => {
  expect(webhookFindings([WELL])).toEqual([]);
  const lastError = { at: 0, reason: 'HTTP 500' };
  const found = webhookFindings([
    { ...WELL, state: 'retrying', lastError, waiting: 4 },
    { ...WELL, name: 'b', state: 'disabled' },
    { ...WELL, name: 'c', dropped: 7, givenUp: 2 },
  ]);
  expect(found.map(({ level, count, text }) => [level, count, text])).toEqual([
    ['warning', 4, 'team: cannot be delivered (HTTP 500); 4 waiting'],
    ['warning', null, 'b: its receiver wants no more (HTTP 410), so nothing is sent'],
    ['warning', 7, 'c: 7 changes of calls no longer kept for it'],
    ['note', 2, 'c: 2 messages given up after every try'],
  ]);
});
