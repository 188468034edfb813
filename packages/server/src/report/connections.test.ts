import { connectionId, KNOWN_CLIENTS } from '@meterline/api/clients';
import { HOUR_MS, startOfInterval, type UsageEvent } from '@meterline/core';
import { expect, it } from 'vitest';
import { connections } from './connections.ts';
import { callOf, DAY, meterlineWith, NOW } from './report.test-kit.ts';

const used = async (events: readonly UsageEvent[], zone = 'UTC') => {
  const { ledger } = await meterlineWith(events, { zone });
  return (await connections(ledger, zone)).filter(({ calls }) => calls > 0);
};

it('tells every connection, those without a call too', async () => {
  const { ledger } = await meterlineWith([]);
  expect((await connections(ledger, 'UTC')).map(({ connection }) => connection)).toEqual(
    KNOWN_CLIENTS.flatMap((client) => client.connections.map((one) => connectionId(client, one))),
  );
  expect(await used([])).toEqual([]);
});

it('knows a client by its app, and a road by its source', async () => {
  const codex = { app: 'codex', provider: 'openai' };
  const rows = await used([
    callOf('a', { ...codex, source: 'gateway', capture: 'gateway', startedAt: NOW - 3 * DAY }),
    callOf('b', { ...codex, source: 'gateway', capture: 'gateway', startedAt: NOW - HOUR_MS }),
    callOf('c', { ...codex, source: 'codex', startedAt: NOW - 5 * DAY }),
  ]);
  expect(rows).toEqual([
    {
      connection: 'codex.gateway',
      calls: 2,
      firstDay: startOfInterval(NOW - 3 * DAY, 'day', 'UTC'),
      lastAt: NOW - HOUR_MS,
    },
    {
      connection: 'codex.log',
      calls: 1,
      firstDay: startOfInterval(NOW - 5 * DAY, 'day', 'UTC'),
      lastAt: NOW - 5 * DAY,
    },
    // Whoever calls through the gateway.
    expect.objectContaining({ connection: 'openai-compatible.gateway', calls: 2 }),
  ]);
});

it('tells wrapped clients apart by their provider, which is all that the SDK says', async () => {
  const sdk = { source: 'sdk', capture: 'sdk', app: 'shop' } as const;
  const rows = await used([
    callOf('a', sdk),
    callOf('b', { ...sdk, provider: 'google', model: 'gemini-2.5-pro' }),
  ]);
  expect(rows.map(({ connection, calls }) => [connection, calls])).toEqual([
    ['anthropic-sdk-typescript.sdk', 1],
    ['google-genai-typescript.sdk', 1],
    ['vercel-ai-sdk.sdk', 2],
  ]);
});

it('counts a call that two roads saw once, for the one whose numbers are believed', async () => {
  const keys = ['anthropic:msg_0123456789abcdefghij'];
  const rows = await used([
    callOf('log', { keys, source: 'claude-code', app: 'claude-code', session: 's' }),
    callOf('gateway', { keys, source: 'gateway', capture: 'gateway', app: 'claude-code' }),
  ]);
  expect(rows.map(({ connection }) => connection)).toEqual([
    'claude-code.gateway',
    'openai-compatible.gateway',
  ]);
});

it('begins days in the zone', async () => {
  const events = [callOf('a', { source: 'otlp', capture: 'otel', app: 'codex', startedAt: NOW })];
  const [row] = await used(events, 'Asia/Kathmandu');
  expect(row?.firstDay).toBe(startOfInterval(NOW, 'day', 'Asia/Kathmandu'));
});
