import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, inPieces, startBench, until } from './gateway.test-kit.ts';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${bench!.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const MESSAGE_ID = 'msg_01AbCdEfGhIjKlMnOpQrStUv';
const message = {
  id: MESSAGE_ID,
  type: 'message',
  model: 'claude-opus-4-8',
  stop_reason: 'end_turn',
  content: [{ type: 'text', text: 'x' }],
  usage: { input_tokens: 12, cache_read_input_tokens: 4000, output_tokens: 210, service_tier: 'standard' },
};

const SSE = [
  `event: message_start\ndata: ${JSON.stringify({ type: 'message_start', message: { ...message, usage: { input_tokens: 12, output_tokens: 1 } } })}\n\n`,
  'event: content_block_delta\ndata: {"type":"content_block_delta","delta":{"type":"text_delta","text":"x"}}\n\n',
  'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":90}}\n\n',
  'event: message_stop\ndata: {"type":"message_stop"}\n\n',
];

describe('a whole answer', () => {
  it('passes byte for byte and is on record when it arrives', async () => {
    const body = JSON.stringify(message, null, 2);
    bench = await startBench((response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Request-Id': 'req_1', 'X-Odd': 'Kept' });
      response.end(body);
    });
    const answer = await post(
      '/anthropic/v1/messages?beta=true',
      { model: 'claude-opus-4-8', messages: [] },
      {
        'x-api-key': 'sk-theirs',
        'x-meterline-feature': 'summary',
      },
    );
    expect(await answer.text()).toBe(body);
    expect(answer.headers.get('x-odd')).toBe('Kept');
    expect(bench.recorded).toHaveLength(1);
    expect(bench.recorded[0]!.event).toMatchObject({
      keys: [`anthropic:${MESSAGE_ID}`],
      provider: 'anthropic',
      model: 'claude-opus-4-8',
      tokens: { input: 12, cacheRead: 4000, output: 210 },
      status: 'ok',
      httpStatus: 200,
      feature: 'summary',
      capture: 'gateway',
      confidence: 'exact',
    });
    expect(bench.seen[0]).toMatchObject({
      url: '/v1/messages?beta=true',
      headers: { 'x-api-key': 'sk-theirs' },
    });
    expect(Object.keys(bench.seen[0]!.headers).filter((name) => name.startsWith('x-meterline'))).toEqual([]);
  });

  it("of a call that our SDK tells of, too, has its id beside the provider's, or alone", async () => {
    const answers: object[] = [message, { ...message, id: 'msg_1' }, message];
    bench = await startBench((response) => void response.end(JSON.stringify(answers.shift())));
    const call = `sdk-${'0a'.repeat(12)}-1z`;
    for (const id of [call, call, 'another'])
      await (await post('/anthropic/v1/messages', { model: 'm' }, { 'x-meterline-call': id })).text();
    expect(bench.recorded.map(({ event }) => event.keys)).toEqual([
      [`anthropic:${MESSAGE_ID}`, `id:${call}`],
      [`id:${call}`],
      [`anthropic:${MESSAGE_ID}`],
    ]);
    expect(JSON.stringify(bench.seen)).not.toContain('sdk-');
  });

  it('that is compressed passes compressed and is read', async () => {
    const body = gzipSync(JSON.stringify(message));
    bench = await startBench((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(body);
    });
    const answer = await post('/anthropic/v1/messages', { model: 'm' });
    expect(await answer.json()).toEqual(message);
    await until(() => bench!.recorded.length === 1);
    expect(bench.recorded[0]!.event.tokens.output).toBe(210);
  });

  it('says what is left of the limits, and its call keeps the numbers and no word of it', async () => {
    const resetAt = Date.now() + 60_000;
    bench = await startBench((response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'anthropic-ratelimit-requests-remaining': '49',
        'anthropic-ratelimit-tokens-limit': '80000',
        'anthropic-ratelimit-tokens-remaining': '79000',
        'anthropic-ratelimit-tokens-reset': new Date(resetAt).toISOString(),
        'anthropic-ratelimit-input-tokens-limit': 'odd-word',
        'anthropic-ratelimit-input-tokens-remaining': '9'.repeat(13),
        // Of another year, of no kind that is known, and in another provider's words.
        'anthropic-ratelimit-output-tokens-reset': '9999-01-01T00:00:00Z',
        'anthropic-ratelimit-odd-word-remaining': '5',
        'x-ratelimit-remaining-requests': '77',
        'x-odd': 'odd-word',
      });
      response.end(JSON.stringify({ ...message, usage: { input_tokens: 1, output_tokens: 2 } }));
    });
    await (await post('/anthropic/v1/messages', { model: 'm' })).text();
    await until(() => bench!.recorded.length === 1);
    const { event, quota } = bench.recorded[0]!;
    expect(event.quotas).toEqual([
      { kind: 'requests', remaining: 49 },
      { kind: 'tokens', limit: 80_000, remaining: 79_000, resetAt },
    ]);
    expect(quota.map(({ provider, quota: kind }) => [provider, kind])).toEqual([
      ['anthropic', 'requests'],
      ['anthropic', 'tokens'],
    ]);
    expect(JSON.stringify(bench.recorded)).not.toMatch(/odd-word/);
  });

  it('that is an error passes as it is, and is on record with its type', async () => {
    bench = await startBench((response) => {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '7' });
      response.end('{"type":"error","error":{"type":"rate_limit_error","message":"x"}}');
    });
    const answer = await post('/anthropic/v1/messages', { model: 'm', stream: true });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(bench.recorded[0]!.event).toMatchObject({
      status: 'error',
      httpStatus: 429,
      errorType: 'rate_limit_error',
      tokens: {},
    });
  });

  it('of what costs nothing is not on record', async () => {
    bench = await startBench((response) => void response.end('{"input_tokens":5}'));
    await (await post('/anthropic/v1/messages/count_tokens', { model: 'm' })).text();
    await (await post('/openai/v1/audio/speech', { model: 'tts' })).text();
    expect(bench.recorded).toEqual([]);
    expect(bench.gateway.stats()).toMatchObject({ calls: 0, unmetered: 1 });
  });
});

describe('a stream', () => {
  it('passes in the pieces in which it came, and is on record before its last word', async () => {
    const pieces: string[] = [];
    const onRecord: number[] = [];
    bench = await startBench(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const [place, piece] of SSE.entries()) {
        response.write(piece);
        await until(() => pieces.length > place);
      }
      response.end();
    });
    const answer = await post('/anthropic/v1/messages', { model: 'claude-opus-4-8', stream: true });
    for await (const piece of answer.body!) {
      pieces.push(Buffer.from(piece).toString('utf8'));
      onRecord.push(bench.recorded.length);
    }
    expect(pieces).toEqual(SSE);
    expect(onRecord).toEqual([0, 0, 0, 1]);
    const { event } = bench.recorded[0]!;
    expect(event).toMatchObject({ tokens: { input: 12, output: 90 }, stopReason: 'end_turn', status: 'ok' });
    expect(event.timeToFirstTokenMs).toBeLessThanOrEqual(event.latencyMs!);
  });

  const chunk = (more: object) =>
    `data: ${JSON.stringify({ id: 'chatcmpl-AAAAAAAAAAAAAAAAAAAAAAAA', object: 'chat.completion.chunk', model: 'gpt-5.6', ...more })}\n\n`;
  const chat = [
    chunk({ choices: [{ index: 0, delta: { content: 'x' } }] }),
    chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  ];
  const usageChunk = chunk({
    choices: [],
    usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
  });
  const done = 'data: [DONE]\n\n';

  it('is asked for its usage, which is taken out again', async () => {
    bench = await startBench(async (response, { body }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const asked = JSON.parse(body).stream_options?.include_usage === true;
      await inPieces(response, [...chat, ...(asked ? [usageChunk] : []), done]);
    });
    const answer = await post('/openai/v1/chat/completions', {
      model: 'gpt-5.6',
      stream: true,
      messages: [],
    });
    expect(await answer.text()).toBe([...chat, done].join(''));
    expect(bench.recorded[0]!.event).toMatchObject({
      keys: ['openai:chatcmpl-AAAAAAAAAAAAAAAAAAAAAAAA'],
      tokens: { input: 9, output: 2 },
    });
  });

  it('whose client asks for the usage itself is left alone', async () => {
    bench = await startBench(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      await inPieces(response, [...chat, usageChunk, done]);
    });
    const body = { model: 'gpt-5.6', stream: true, stream_options: { include_usage: true } };
    const answer = await post('/openai/v1/chat/completions', body);
    expect(await answer.text()).toBe([...chat, usageChunk, done].join(''));
    expect(JSON.parse(bench.seen[0]!.body)).toEqual(body);
  });

  it('that the client leaves ends at the upstream, too, and is on record as far as it came', async () => {
    let ended = false;
    bench = await startBench(async (response) => {
      response.on('close', () => {
        ended = true;
      });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(SSE[0]);
    });
    const leaving = new AbortController();
    const answer = await fetch(`${bench.url}/anthropic/v1/messages`, {
      method: 'POST',
      body: JSON.stringify({ model: 'm', stream: true }),
      signal: leaving.signal,
    });
    await answer.body!.getReader().read();
    leaving.abort();
    await until(() => ended && bench!.recorded.length === 1);
    expect(bench.recorded[0]!.event).toMatchObject({
      status: 'aborted',
      errorType: 'client_left',
      confidence: 'estimated',
      tokens: { input: 12, output: 1 },
    });
  });

  it('of an upstream that bills anyway is read to its end after the client has left', async () => {
    bench = await startBench(async (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"usage":');
      await new Promise((resolve) => setTimeout(resolve, 150));
      response.end('{"inputTokens":10,"outputTokens":40,"totalTokens":50}}');
    });
    const leaving = new AbortController();
    const answer = await fetch(`${bench.url}/bedrock/model/m/converse`, {
      method: 'POST',
      body: '{}',
      signal: leaving.signal,
    });
    await answer.body!.getReader().read();
    leaving.abort();
    await until(() => bench!.recorded.length === 1);
    expect(bench.recorded[0]!.event.tokens).toEqual({ input: 10, output: 40 });
  });

  it('that breaks off at the upstream breaks off at the client, and is on record', async () => {
    bench = await startBench(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(SSE[0]);
      setTimeout(() => response.destroy(), 30);
    });
    const answer = await post('/anthropic/v1/messages', { model: 'm', stream: true });
    await expect(answer.text()).rejects.toThrow();
    await until(() => bench!.recorded.length === 1);
    expect(bench.recorded[0]!.event).toMatchObject({ status: 'error', tokens: { input: 12 } });
  });
});

describe('an upstream that is not there', () => {
  it("is an error in the provider's own form, and on record", async () => {
    bench = await startBench(() => {});
    const gone = await startBench(() => {}, {});
    await gone.close();
    await bench.close();
    const { anthropic } = await import('../src/upstreams/anthropic.ts');
    bench = await startBench(() => {}, { upstreams: [{ upstream: anthropic, origin: gone.upstreamUrl }] });
    const answer = await post('/anthropic/v1/messages', { model: 'm' });
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ type: 'error', error: { type: 'econnrefused' } });
    expect(bench.recorded[0]!.event).toMatchObject({ status: 'error', errorType: 'econnrefused' });
  });
});

describe('keys', () => {
  const key = {
    id: 'k1',
    label: 'team search',
    defaults: { user: 'ann' },
    variableOf: () => 'OPENAI_KEY_OF_TEAM',
    providerKey: (upstream: string) => (upstream === 'openai' ? 'sk-real' : undefined),
  };
  const ring = { required: true, find: (given: string) => (given === 'ml-secret' ? key : undefined) };

  it("of ours are changed for the provider's, and say who calls", async () => {
    bench = await startBench(
      (response) => void response.end('{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}'),
      { keys: ring },
    );
    await (
      await post('/openai/v1/chat/completions', { model: 'm' }, { authorization: 'Bearer ml-secret' })
    ).text();
    expect(bench.seen[0]!.headers.authorization).toBe('Bearer sk-real');
    expect(bench.recorded[0]!.event).toMatchObject({ user: 'ann', apiKeyLabel: 'team search' });
  });

  it('of ours come in the query, too, and leave it as it was without them', async () => {
    const gemini = { ...key, providerKey: () => 'google-real' };
    const find = (given: string) => (given === 'ml-secret' ? gemini : undefined);
    bench = await startBench((response) => void response.end('{}'), { keys: { required: true, find } });
    const path = '/v1beta/models/gemini-3:streamGenerateContent';
    const queries = ['?key=ml-secret', '?key=ml-secret&alt=sse', '?alt=sse&key=ml-secret&%24fields=a%2Cb'];
    for (const query of queries) await (await post(`/gemini${path}${query}`, {})).text();
    expect(bench.seen.map(({ url }) => url)).toEqual([
      path,
      `${path}?alt=sse`,
      `${path}?alt=sse&%24fields=a%2Cb`,
    ]);
    for (const { headers } of bench.seen) expect(headers['x-goog-api-key']).toBe('google-real');
    expect(JSON.stringify(bench.recorded)).not.toMatch(/ml-secret|google-real/);
    expect((await post(`/gemini${path}?key=ml-other`, {})).status).toBe(401);
  });

  it("of the provider's own stay in the query", async () => {
    bench = await startBench((response) => void response.end('{}'));
    await (await post('/gemini/v1beta/models/gemini-3:generateContent?key=AIza-theirs', {})).text();
    expect(bench.seen[0]!.url).toBe('/v1beta/models/gemini-3:generateContent?key=AIza-theirs');
  });

  it('that are missing are refused where they are asked for', async () => {
    bench = await startBench((response) => void response.end('{}'), { keys: ring });
    expect((await post('/openai/v1/chat/completions', {}, { authorization: 'Bearer sk-x' })).status).toBe(
      401,
    );
    const other = await post('/anthropic/v1/messages', {}, { 'x-api-key': 'ml-secret' });
    expect(other.status).toBe(503);
    expect(bench.seen).toEqual([]);
  });
});

describe('draining', () => {
  it('lets what runs end, and refuses what is new', async () => {
    bench = await startBench(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      await inPieces(response, SSE);
    });
    const running = post('/anthropic/v1/messages', { model: 'm', stream: true });
    await until(() => bench!.seen.length === 1);
    const drained = bench.gateway.drain(5000);
    expect((await post('/anthropic/v1/messages', { model: 'm' })).status).toBe(503);
    expect(await (await running).text()).toBe(SSE.join(''));
    await drained;
    expect(bench.recorded).toHaveLength(1);
  });
});
