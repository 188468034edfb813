import type { UsageEvent } from '@meterline/core';
import { describe, expect, it } from 'vitest';
import {
  callsOf,
  encodeLogs,
  encodeSpans,
  START,
  spanId,
  type TestLog,
  type TestSpan,
  testReceiver,
} from './otlp-kit.ts';

type Attributes = TestSpan['attributes'];

/** One span through both encodings: they must say the same. */
const span = async (
  name: string,
  attributes: Attributes,
  more: Partial<TestSpan> = {},
  resource?: Attributes,
) => {
  const seen: (readonly UsageEvent[])[] = [];
  for (const encoding of ['json', 'protobuf'] as const) {
    const test = testReceiver();
    await test.send(encodeSpans([{ name, attributes, ...more }], encoding, resource), encoding, 'traces');
    seen.push(test.events);
  }
  expect(seen[1]).toEqual(seen[0]);
  return seen[0]!;
};

const log = async (one: TestLog, resource?: Attributes) => {
  const seen: (readonly UsageEvent[])[] = [];
  for (const encoding of ['json', 'protobuf'] as const) {
    const test = testReceiver();
    await test.send(encodeLogs([one], encoding, resource), encoding, 'logs');
    seen.push(test.events);
  }
  expect(seen[1]).toEqual(seen[0]);
  return seen[0]!;
};

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm' };

describe("the standard's spans", () => {
  it('are of the task that they name, or else of their trace', async () => {
    const used = { ...chat, 'gen_ai.usage.input_tokens': 5, 'gen_ai.usage.output_tokens': 2 };
    const [traced] = await span('chat m', used);
    expect(traced?.task).toMatch(/^[0-9a-f]{32}$/);
    const [named] = await span('chat m', { ...used, 'meterline.task': 'ticket-7' });
    expect(named?.task).toBe('ticket-7');
  });

  it('of the newest generation', async () => {
    const [event] = await span('chat gpt-5.4', {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5.4',
      'gen_ai.response.model': 'gpt-5.4-2026-03-05',
      'gen_ai.response.id': 'chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.response.time_to_first_chunk': 0.25,
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 30,
      'gen_ai.usage.cache_read.input_tokens': 60,
      'gen_ai.usage.cache_write.input_tokens': 10,
      'gen_ai.usage.reasoning.output_tokens': 12,
      'gen_ai.conversation.id': 'c1',
      'gen_ai.agent.name': 'planner',
    });
    expect(event).toMatchObject({
      source: 'otlp',
      capture: 'otel',
      app: 'shop',
      provider: 'openai',
      model: 'gpt-5.4',
      modelAnswered: 'gpt-5.4-2026-03-05',
      startedAt: START,
      latencyMs: 1500,
      timeToFirstTokenMs: 250,
      session: 'c1',
      agent: 'planner',
      stopReason: 'stop',
      status: 'ok',
      tokens: { input: 30, cacheRead: 60, cacheWrite: 10, output: 30, reasoning: 12 },
    });
    expect(event!.keys).toContain('openai:chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012');
    expect(event!.inclusion).toBeUndefined();
  });

  it('of the oldest', async () => {
    const [event] = await span('chat', {
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.prompt_tokens': 7,
      'gen_ai.usage.completion_tokens': 3,
    });
    expect(event).toMatchObject({ provider: 'openai', tokens: { input: 7, output: 3 } });
  });

  it.each(['invoke_agent', 'execute_tool', 'invoke_workflow', 'fetch_response', 'plan'])(
    'of %s repeat what others used',
    async (operation) => {
      const events = await span(operation, {
        'gen_ai.operation.name': operation,
        'gen_ai.request.model': 'm',
        'gen_ai.response.id': 'resp_AbCdEfGhIjKlMnOpQrStUvWxYz012',
        'gen_ai.usage.input_tokens': 7,
        'gen_ai.usage.output_tokens': 3,
      });
      expect(events).toEqual([]);
    },
  );

  it('that failed are calls with an error where they used something', async () => {
    const [event] = await span(
      'chat m',
      { ...chat, 'error.type': 'timeout', 'gen_ai.usage.input_tokens': 5 },
      { isError: true },
    );
    expect(event).toMatchObject({ status: 'error', errorType: 'timeout', provider: 'unknown' });
  });

  it('and their details event are one call', async () => {
    const test = testReceiver();
    const attributes = { ...chat, 'gen_ai.usage.input_tokens': 9, 'gen_ai.usage.output_tokens': 1 };
    const eventName = 'gen_ai.client.inference.operation.details';
    await test.send(encodeSpans([{ name: 'chat m', attributes }], 'json'), 'json', 'traces');
    await test.send(encodeLogs([{ eventName, attributes, spanId: spanId(1) }], 'json'), 'json', 'logs');
    expect(test.events).toHaveLength(2);
    expect(callsOf(test.events)).toHaveLength(1);
  });
});

describe('whether the input has the cached part in it', () => {
  const anthropic = { ...chat, 'gen_ai.provider.name': 'anthropic', 'gen_ai.usage.output_tokens': 5 };
  const read = 'gen_ai.usage.cache_read.input_tokens';
  const input = 'gen_ai.usage.input_tokens';

  it.each([
    ['a part is larger than the whole', { [input]: 10, [read]: 90 }, { input: 10, cacheRead: 90 }, undefined],
    [
      'the total has room for it',
      { [input]: 100, [read]: 90, 'gen_ai.usage.total_tokens': 195 },
      { input: 100, cacheRead: 90 },
      undefined,
    ],
    [
      'the total has none',
      { [input]: 100, [read]: 90, 'gen_ai.usage.total_tokens': 105 },
      { input: 10, cacheRead: 90 },
      undefined,
    ],
    ['nothing tells', { [input]: 100, [read]: 90 }, { input: 10, cacheRead: 90 }, 'assumed'],
    ['nothing is cached', { [input]: 100, [read]: 0 }, { input: 100, cacheRead: 0 }, undefined],
  ])('%s', async (_, counts, tokens, inclusion) => {
    const [event] = await span('chat m', { ...anthropic, ...counts });
    expect(event!.tokens).toMatchObject(tokens);
    expect(event!.inclusion).toBe(inclusion);
  });
});

describe('libraries', () => {
  it('OpenLLMetry', async () => {
    const attributes = {
      'llm.request.type': 'chat',
      'gen_ai.system': 'Anthropic',
      'gen_ai.request.model': 'claude-sonnet-5-5',
      'gen_ai.usage.prompt_tokens': 100,
      'gen_ai.usage.completion_tokens': 4,
      'gen_ai.usage.cache_read_input_tokens': 80,
      'llm.usage.total_tokens': 104,
      'traceloop.association.properties.user_id': 'ann',
    };
    const [event] = await span('anthropic.chat', attributes);
    expect(event).toMatchObject({
      provider: 'anthropic',
      user: 'ann',
      tokens: { input: 20, cacheRead: 80, output: 4 },
    });
    expect(await span('w.workflow', { ...attributes, 'traceloop.span.kind': 'workflow' })).toEqual([]);
  });

  it('OpenInference', async () => {
    const attributes = {
      'openinference.span.kind': 'LLM',
      'llm.provider': 'openai',
      'llm.model_name': 'gpt-5.4',
      'llm.token_count.prompt': 50,
      'llm.token_count.completion': 5,
      'llm.token_count.total': 55,
      'llm.token_count.prompt_details.cache_read': 40,
      'llm.cost.total': 0.001,
      'session.id': 's',
    };
    const [event] = await span('ChatCompletion', attributes);
    expect(event).toMatchObject({
      session: 's',
      reportedCostNanoUsd: 1_000_000,
      tokens: { input: 10, cacheRead: 40, output: 5 },
    });
    for (const kind of ['CHAIN', 'AGENT', 'TOOL'])
      expect(await span('x', { ...attributes, 'openinference.span.kind': kind })).toEqual([]);
  });

  it('Vercel AI SDK: the request, not the spans around it', async () => {
    const attributes = {
      'ai.model.provider': 'anthropic.messages',
      'ai.model.id': 'claude-sonnet-5-5',
      'ai.response.id': 'msg_01AbCdEfGhIjKlMnOpQrStUv',
      'ai.response.finishReason': 'stop',
      'ai.usage.inputTokens': 1000,
      'ai.usage.outputTokens': 20,
      'ai.usage.inputTokenDetails.noCacheTokens': 100,
      'ai.usage.inputTokenDetails.cacheReadTokens': 600,
      'ai.usage.inputTokenDetails.cacheWriteTokens': 300,
      'ai.response.providerMetadata': JSON.stringify({
        anthropic: {
          usage: { cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 200 } },
        },
      }),
      'ai.response.msToFirstChunk': 80,
    };
    const [event] = await span('ai.streamText.doStream', attributes);
    expect(event).toMatchObject({
      provider: 'anthropic',
      timeToFirstTokenMs: 80,
      tokens: { input: 100, cacheRead: 600, cacheWrite5m: 100, cacheWrite1h: 200, output: 20 },
    });
    expect(event!.tokens.cacheWrite).toBeUndefined();
    expect(event!.inclusion).toBeUndefined();
    expect(event!.keys[0]).toBe('anthropic:msg_01AbCdEfGhIjKlMnOpQrStUv');
    expect(await span('ai.streamText', attributes)).toEqual([]);
  });

  it('Langfuse', async () => {
    const attributes = {
      'langfuse.observation.type': 'generation',
      'langfuse.observation.model.name': 'gpt-5.4',
      'langfuse.observation.usage_details': JSON.stringify({
        input: 20,
        output: 9,
        input_cached_tokens: 30,
        total: 59,
      }),
      'langfuse.observation.cost_details': JSON.stringify({ total: 0.5 }),
      'langfuse.user.id': 'bo',
    };
    const [event] = await span('gen', attributes);
    expect(event).toMatchObject({
      user: 'bo',
      reportedCostNanoUsd: 500_000_000,
      tokens: { input: 20, cacheRead: 30, output: 9 },
    });
    expect(await span('gen', { ...attributes, 'langfuse.observation.type': 'agent' })).toEqual([]);
  });
});

describe('agents', () => {
  it('Claude Code: log and span of a request are one call, and the cost is what it reports', async () => {
    const resource = { 'service.name': 'claude-code' };
    const counts = {
      'session.id': 's1',
      model: 'claude-opus-5-5',
      input_tokens: 13,
      output_tokens: 53,
      cache_read_tokens: 7,
      cache_creation_tokens: 12505,
      request_id: 'req_011Q4mgAnx13LAmxiLATu1W3',
    };
    const [told] = await log(
      {
        attributes: {
          'event.name': 'api_request',
          ...counts,
          cache_creation_5m_tokens: 12000,
          cache_creation_1h_tokens: 505,
          cost_usd: 0.063637,
          duration_ms: 203,
          ttft_ms: 60,
          speed: 'fast',
          'agent.name': 'general-purpose',
        },
        at: START + 203,
      },
      resource,
    );
    expect(told).toMatchObject({
      keys: ['anthropic:request:req_011Q4mgAnx13LAmxiLATu1W3'],
      startedAt: START,
      latencyMs: 203,
      timeToFirstTokenMs: 60,
      provider: 'anthropic',
      speed: 'fast',
      agent: 'general-purpose',
      reportedCostNanoUsd: 63_637_000,
      tokens: { input: 13, cacheRead: 7, cacheWrite5m: 12000, cacheWrite1h: 505, output: 53 },
      confidence: 'exact',
    });
    const [spanned] = await span('claude_code.llm_request', counts, {}, resource);
    expect(spanned).toMatchObject({
      capture: 'log',
      confidence: 'reconciled',
      tokens: { input: 13, cacheWrite: 12505 },
    });
    expect(callsOf([told!, spanned!])).toHaveLength(1);
    expect(await span('claude_code.interaction', counts, {}, resource)).toEqual([]);
  });

  it('Codex: the completed response, by thread, counts and second', async () => {
    const attributes = {
      'event.name': 'codex.sse_event',
      'event.kind': 'response.completed',
      'conversation.id': 'thread',
      'event.timestamp': '2026-11-22T02:46:12.779Z',
      model: 'gpt-5.4',
      input_token_count: '10216',
      output_token_count: '120',
      cached_token_count: '9856',
      cache_write_token_count: '128',
      reasoning_token_count: '20',
      tool_token_count: '10336',
    };
    const [event] = await log({ attributes }, { 'service.name': 'codex_exec' });
    expect(event).toMatchObject({
      app: 'codex',
      startedAt: Date.parse('2026-11-22T02:46:12.779Z'),
      tokens: { input: 232, cacheRead: 9856, cacheWrite: 128, output: 120, reasoning: 20 },
    });
    const second = Math.floor(event!.startedAt / 1000);
    expect(event!.keys).toContain(`codex:thread:~${second}:10216.9856.128.120.20`);
    expect(await log({ attributes: { ...attributes, 'event.kind': 'response.created' } })).toEqual([]);
  });

  it('Gemini CLI: thoughts are billed beside the output; Qwen Code counts as its protocol does', async () => {
    const attributes = {
      'event.name': 'gemini_cli.api_response',
      model: 'gemini-3-pro',
      input_token_count: 100,
      output_token_count: 10,
      cached_content_token_count: 40,
      thoughts_token_count: 25,
      tool_token_count: 5,
      total_token_count: 140,
      duration_ms: 500,
      status_code: 200,
    };
    const [event] = await log({ attributes, at: START + 500 }, { 'service.name': 'gemini-cli' });
    expect(event).toMatchObject({
      app: 'gemini-cli',
      provider: 'google',
      startedAt: START,
      httpStatus: 200,
      tokens: { input: 65, cacheRead: 40, output: 35, reasoning: 25 },
    });
    const [qwen] = await log({
      attributes: {
        ...attributes,
        'event.name': 'qwen-code.api_response',
        tool_token_count: 0,
        output_token_count: 30,
        total_token_count: 130,
      },
    });
    expect(qwen).toMatchObject({ app: 'qwen-code', tokens: { input: 60, output: 30, reasoning: 25 } });
  });

  it('OpenClaw', async () => {
    const [event] = await span('openclaw.model.usage', {
      'openclaw.provider': 'anthropic',
      'openclaw.model': 'claude-opus-5-5',
      'openclaw.channel': 'telegram',
      'openclaw.tokens.input': 10,
      'openclaw.tokens.output': 5,
      'openclaw.tokens.cache_read': 90,
      'gen_ai.usage.input_tokens': 100,
    });
    expect(event).toMatchObject({
      app: 'openclaw',
      channel: 'telegram',
      tokens: { input: 10, cacheRead: 90, output: 5 },
    });
    expect(await span('openclaw.message.processed', { 'openclaw.tokens.input': 10 })).toEqual([]);
  });

  it('Copilot: the chat, not the agent that sums it', async () => {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-5.4',
      'gen_ai.response.id': 'r1',
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.usage.cache_read.input_tokens': 90,
    };
    const resource = { 'service.name': 'copilot-chat' };
    const [event] = await span('chat gpt-5.4', attributes, {}, resource);
    expect(event).toMatchObject({
      provider: 'github-copilot',
      tokens: { input: 10, cacheRead: 90, output: 5 },
    });
    expect(event!.keys).toContain(`copilot-cli:r1:${'ab'.repeat(16)}`);
    const agent = { ...attributes, 'gen_ai.operation.name': 'invoke_agent' };
    expect(await span('invoke_agent', agent, {}, resource)).toEqual([]);
  });
});
