import { expect, it } from 'vitest';
import { type EndedCall, eventsOf } from './call-event.ts';

const ended = (responseId: string, requestId: string | undefined): EndedCall =>
  ({
    provider: 'anthropic',
    wire: 'anthropic-messages',
    modelAsked: 'claude-opus-5-5',
    attribution: {},
    usage: { tokens: { input: 1, output: 1 }, responseId, others: [] },
    isWhole: true,
    startedAt: 1,
    quotas: [],
    outcome: 'ok',
    newId: () => 'own',
    requestId,
  }) as unknown as EndedCall;

it.each([
  [
    'msg_01AbCdEfGhIjKlMnOpQrStUv',
    'req_011Q4mgAnx13LAmxiLATu1W3',
    ['anthropic:msg_01AbCdEfGhIjKlMnOpQrStUv', 'anthropic:request:req_011Q4mgAnx13LAmxiLATu1W3'],
  ],
  ['msg_01AbCdEfGhIjKlMnOpQrStUv', undefined, ['anthropic:msg_01AbCdEfGhIjKlMnOpQrStUv']],
  ['msg_1', 'req_011Q4mgAnx13LAmxiLATu1W3', ['anthropic:request:req_011Q4mgAnx13LAmxiLATu1W3']],
  ['msg_1', undefined, ['gateway:own']],
])('names the call %s of request %s as telemetry and logs name it', (response, request, keys) => {
  expect(eventsOf(ended(response, request))[0]?.keys).toEqual(keys);
});
