import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_OTLP_BYTES } from '../../src/otlp/limits.ts';
import { ask, started, stopServers } from '../http-kit.ts';
import { closeServices, imported, startService } from '../service-kit.ts';
import { encodeLogs, encodeSpans, START } from './otlp-kit.ts';

afterEach(async () => {
  await stopServers();
  await closeServices();
});

const TYPES = { json: 'application/json', protobuf: 'application/x-protobuf' } as const;
const CANARY = 'canary of a prompt';
const span = {
  name: 'chat gpt-5.4',
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-5.4',
    'gen_ai.usage.input_tokens': 100,
    'gen_ai.usage.output_tokens': 30,
    'gen_ai.input.messages': JSON.stringify([{ role: 'user', content: CANARY }]),
    'gen_ai.prompt.0.content': CANARY,
    'input.value': CANARY,
    'ai.prompt': CANARY,
    'ai.response.providerMetadata': JSON.stringify({ anthropic: { note: CANARY } }),
    'langfuse.observation.usage_details': JSON.stringify({ input: CANARY, [CANARY]: 1 }),
  },
};

const world = async (token?: string) => {
  const test = await startService({ watch: false });
  await imported(test);
  const serving = await started(test.service, token === undefined ? {} : { token });
  const post = (path: string, body: Buffer | string, headers: Record<string, string> = {}) =>
    ask(serving, path, {
      method: 'POST',
      headers: { host: '127.0.0.1', 'content-type': TYPES.json, ...headers },
      body,
    });
  return { test, serving, post };
};

describe('OTLP over HTTP', () => {
  it('takes both encodings, plain and gzip, and answers in the same one', async () => {
    const { test, serving, post } = await world();
    const json = await post('/v1/traces', encodeSpans([span], 'json'));
    expect([json.status, json.headers['content-type'], json.text]).toEqual([200, TYPES.json, '{}']);
    const protobuf = await post('/v1/traces', gzipSync(encodeSpans([span], 'protobuf')), {
      'content-type': TYPES.protobuf,
      'content-encoding': 'gzip',
    });
    expect([protobuf.status, protobuf.headers['content-type'], protobuf.bytes.length]).toEqual([
      200,
      TYPES.protobuf,
      0,
    ]);
    expect(await test.calls()).toBe(1);
    expect((await post('/v1/metrics', '{"resourceMetrics":[]}')).status).toBe(200);
    const told = await ask(serving, '/api/telemetry', { headers: { host: '127.0.0.1' } });
    expect(told.json()).toMatchObject({
      requests: 3,
      records: 2,
      calls: [{ dialect: 'gen-ai', calls: 2 }],
      metricsOnly: [],
    });
  });

  it('keeps nothing of what was said', async () => {
    const { test, serving, post } = await world();
    const log = { attributes: { 'event.name': 'x', prompt: CANARY }, body: CANARY };
    const answers = [
      await post('/v1/traces', encodeSpans([span], 'json')),
      await post('/v1/logs', encodeLogs([log], 'json')),
      await post('/v1/traces', `{"resourceSpans":"${CANARY}"`),
      await ask(serving, '/api/calls?period=all', { headers: { host: '127.0.0.1' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 200]);
    expect(answers.map(({ text }) => text).join()).not.toContain('canary');
    expect(await test.calls()).toBe(1);
    await stopServers();
    await closeServices();
    const files = readdirSync(test.home, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
    for (const file of files)
      expect(readFileSync(join(file.parentPath, file.name)).includes('canary')).toBe(false);
    expect(files.map(({ name }) => name)).toContain('ledger.sqlite');
  });

  it('says how many calls it could not take', async () => {
    const { post } = await world();
    const far = { ...span, start: START + 1e12, end: START + 1e12 };
    const json = await post('/v1/traces', encodeSpans([far], 'json'));
    expect(JsonTraceSerializer.deserializeResponse(json.bytes).partialSuccess).toMatchObject({
      rejectedSpans: '1',
    });
    const protobuf = await post('/v1/traces', encodeSpans([far], 'protobuf'), {
      'content-type': TYPES.protobuf,
    });
    const { partialSuccess } = ProtobufTraceSerializer.deserializeResponse(protobuf.bytes);
    expect([Number(partialSuccess?.rejectedSpans), partialSuccess?.errorMessage]).toEqual([
      1,
      expect.stringContaining('time'),
    ]);
  });

  it('refuses what will never be right, and what a page of another site may send', async () => {
    const { test, post } = await world();
    const gzip = { 'content-encoding': 'gzip' };
    const bomb = gzipSync(Buffer.alloc(MAX_OTLP_BYTES + 1));
    expect((await post('/v1/traces', bomb, gzip)).status).toBe(413);
    expect((await post('/v1/traces', gzipSync('{}').subarray(0, 8), gzip)).status).toBe(400);
    expect((await post('/v1/traces', '{}', { 'content-encoding': 'br' })).status).toBe(400);
    expect((await post('/v1/traces', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('/v1/traces', '{}', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post('/v1/profiles', '{}')).status).toBe(404);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.uint8Array(), fc.json().map(Buffer.from)),
        fc.constantFrom('json' as const, 'protobuf' as const),
        async (bytes, encoding) => {
          const answer = await post('/v1/logs', Buffer.from(bytes), { 'content-type': TYPES[encoding] });
          expect([200, 400]).toContain(answer.status);
        },
      ),
      { numRuns: 60 },
    );
    expect(await test.calls()).toBe(0);
  });

  it('asks for the token where there is one', async () => {
    const token = 'a-token-of-some-length';
    const { post } = await world(token);
    const body = encodeSpans([span], 'json');
    expect((await post('/v1/traces', body)).status).toBe(401);
    expect((await post('/v1/traces', body, { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it('asks for another try while the ledger cannot be written', async () => {
    const { test, post } = await world();
    await test.service.close();
    const answer = await post('/v1/traces', encodeSpans([span], 'json'));
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
  });
});
