import type { UsageEvent } from '@meterline/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { started, stopServers } from './http-kit.ts';
import { closeServices, startService } from './service-kit.ts';

let url: string;
let record: Awaited<ReturnType<typeof startService>>['service']['recorder'];
beforeEach(async () => {
  const { service } = await startService({ watch: false });
  record = service.recorder;
  url = (await started(service)).url;
});
afterEach(async () => {
  await stopServers();
  await closeServices();
});

const ID = 'msg_01AbCdEfGhIjKlMnOpQrStUv';
const call = {
  via: 'sdk',
  id: 'sdk-1',
  responseId: ID,
  time: '2026-11-20T10:00:00Z',
  provider: 'anthropic',
  model: 'claude-opus-4-6',
  tokens: { input: 10, output: 5 },
  feature: 'f',
};
const send = async (value: object) =>
  (await (
    await fetch(`${url}/api/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(value),
    })
  ).json()) as Record<string, unknown>;
const rows = async () =>
  ((await (await fetch(`${url}/api/calls?period=all`)).json()) as { rows: Record<string, unknown>[] }).rows;
const detail = async () => {
  const [{ id }] = (await rows()) as [{ id: string }];
  return (await (await fetch(`${url}/api/calls/${encodeURIComponent(id)}`)).json()) as Record<
    string,
    unknown
  >;
};

describe('what the SDK sends', () => {
  it('is marked as its own, with all that a witness knows', async () => {
    const facts = { modelAnswered: 'claude-opus-4-6-20260101', httpStatus: 200, attempt: 2 };
    expect(await send({ ...call, ...facts })).toMatchObject({ added: 1, items: [] });
    expect(await rows()).toMatchObject([{ source: 'sdk', tokens: { input: 10, output: 5 } }]);
    expect(JSON.stringify(await detail())).toContain('claude-opus-4-6-20260101');
    expect(await send({ ...call, ...facts })).toMatchObject({ added: 0, unchanged: 1 });
  });

  it('is one call with what the gateway saw of it, and with a log', async () => {
    await send(call);
    const seen = {
      keys: [`anthropic:${ID}`],
      startedAt: Date.parse(call.time),
      provider: 'anthropic',
      model: call.model,
      tokens: { input: 10, output: 6 },
      status: 'ok',
      confidence: 'exact',
    } as const;
    await record.record([
      { ...seen, source: 'gateway', capture: 'gateway' },
      { ...seen, source: 'claude-code', capture: 'log', session: 's' },
    ]);
    expect(await rows()).toMatchObject([{ source: 'gateway', tokens: { output: 6 }, session: 's' }]);
    expect(await rows()).toHaveLength(1);
  });

  it('is joined by what the gateway saw is left of the limits, and repeats no word of a header', async () => {
    const resetAt = Date.parse(call.time) + 60_000;
    const event: UsageEvent = {
      keys: [`anthropic:${ID}`],
      startedAt: Date.parse(call.time),
      source: 'gateway',
      capture: 'gateway',
      provider: 'anthropic',
      model: call.model,
      tokens: call.tokens,
      status: 'ok',
      confidence: 'exact',
      quotas: [
        { kind: 'requests', remaining: 0 },
        { kind: 'tokens', limit: 9, resetAt },
      ],
    };
    await new Promise<void>((done) => record.spool({ event, quota: [] }, done));
    await record.flush();
    await send({ ...call, latencyMs: 7, quotas: [{ kind: 'tokens', remaining: 8 }] });
    expect(await detail()).toMatchObject({
      call: {
        capture: 'gateway',
        quotas: [
          { kind: 'requests', limit: null, remaining: 0, resetAt: null },
          { kind: 'tokens', limit: 9, remaining: null, resetAt },
        ],
      },
    });
    const odd = [{ kind: 'odd-word' }, { kind: 'tokens', remaining: 'odd-word' }];
    const answer = await send({
      ...call,
      id: 'sdk-odd',
      responseId: 'msg_01ZZCdEfGhIjKlMnOpQrStUv',
      quotas: odd,
    });
    expect(answer).toMatchObject({ accepted: 1 });
    expect(JSON.stringify([answer, await detail(), await rows()])).not.toContain('odd-word');
  });

  it('is told apart by its own id where the provider repeats its ids', async () => {
    const relayed = { ...call, responseId: 'chatcmpl-123' };
    await send([relayed, { ...relayed, id: 'sdk-2' }, { ...relayed, id: 'sdk-2' }]);
    expect(await rows()).toHaveLength(2);
  });

  it('is a call of its own for each model that works inside one answer', async () => {
    const advice = { ...call, id: 'sdk-1:advisor:0', part: 'advisor:0', model: 'claude-haiku-4-5' };
    await send([call, advice]);
    expect(await rows()).toHaveLength(2);
  });

  it('may lack counts, as a call of anybody else may not', async () => {
    const silent = { ...call, tokens: {}, responseId: undefined };
    expect(await send(silent)).toMatchObject({ accepted: 1 });
    const { via: _, ...other } = { ...silent, id: 'x' };
    expect(await send(other)).toMatchObject({ accepted: 0, rejected: 1 });
  });

  it('is said to be estimated where it is', async () => {
    await send({ ...call, estimated: true, status: 'aborted' });
    expect(JSON.stringify(await detail())).toContain('estimated');
  });

  it('that names another road is taken as anybody’s, and bad facts are named and left out', async () => {
    const sent = { ...call, via: 'gateway', attempt: -1, responseId: 7 };
    const { items } = (await send(sent)) as { items: { problems: { field: string }[] }[] };
    expect(items[0]!.problems.map(({ field }) => field).sort()).toEqual(['attempt', 'responseId', 'via']);
    expect(await rows()).toMatchObject([{ source: 'ingest' }]);
  });
});
