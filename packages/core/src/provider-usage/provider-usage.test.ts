import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalTokens } from '../usage/token-usage.ts';
import { usageReader, WIRES, type Wire } from './usage-reader.ts';

/** What a reader makes of the values of one answer. */
const readAll = (wire: Wire, ...values: readonly unknown[]) => {
  const reader = usageReader(wire);
  for (const value of values) reader.read(value);
  return reader.usage();
};

const start = (usage: object) => ({
  type: 'message_start',
  message: { id: 'msg_1', type: 'message', model: 'claude-opus-4-8', usage },
});
const delta = (usage: object, stop = 'end_turn') => ({
  type: 'message_delta',
  delta: { stop_reason: stop },
  usage,
});

describe('Anthropic Messages', () => {
  const usage = {
    input_tokens: 12,
    cache_creation_input_tokens: 900,
    cache_read_input_tokens: 4000,
    cache_creation: { ephemeral_5m_input_tokens: 600, ephemeral_1h_input_tokens: 300 },
    output_tokens: 210,
    output_tokens_details: { thinking_tokens: 150 },
    server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 },
    service_tier: 'standard',
    speed: 'fast',
    inference_geo: 'us',
  };

  it('is read whole', () => {
    const content = [{ type: 'text', text: 'x' }, { type: 'tool_use' }, { type: 'server_tool_use' }];
    const body = {
      type: 'message',
      id: 'msg_9',
      model: 'claude-opus-4-8',
      stop_reason: 'tool_use',
      content,
      usage,
    };
    expect(readAll('anthropic-messages', body)).toEqual({
      model: 'claude-opus-4-8',
      responseId: 'msg_9',
      stopReason: 'tool_use',
      tokens: {
        input: 12,
        cacheRead: 4000,
        cacheWrite5m: 600,
        cacheWrite1h: 300,
        output: 210,
        reasoning: 150,
      },
      serviceTier: 'standard',
      speed: 'fast',
      region: 'us',
      webSearches: 2,
      toolCalls: 2,
    });
  });

  it('of a stream keeps the last word on each count, and what only the start says', () => {
    const tokens = readAll(
      'anthropic-messages',
      start({ ...usage, output_tokens: 3 }),
      { type: 'ping' },
      delta({ output_tokens: 90 }),
      delta({ output_tokens: 210, input_tokens: null }),
    );
    expect(tokens).toMatchObject({
      tokens: { input: 12, cacheWrite5m: 600, cacheWrite1h: 300, output: 210 },
      speed: 'fast',
    });
  });

  it('believes a relay that corrects itself downwards (maximhq/bifrost#5355)', () => {
    const said = readAll(
      'anthropic-messages',
      start({ input_tokens: 8834, output_tokens: 1 }),
      delta({ input_tokens: 18, cache_read_input_tokens: 8831, output_tokens: 40 }),
    );
    expect(said?.tokens).toEqual({ input: 18, cacheRead: 8831, output: 40 });
  });

  it('takes a later 0 of the input for no news, unless a cache count stands beside it (envoyproxy/ai-gateway#1631)', () => {
    const first = start({ input_tokens: 50, output_tokens: 1 });
    expect(
      readAll('anthropic-messages', first, delta({ input_tokens: 0, output_tokens: 9 }))?.tokens.input,
    ).toBe(50);
    const cached = delta({ input_tokens: 0, cache_read_input_tokens: 50, output_tokens: 9 });
    expect(readAll('anthropic-messages', first, cached)?.tokens).toEqual({
      input: 0,
      cacheRead: 50,
      output: 9,
    });
  });

  it('gives what the split does not name to the 5-minute cache, all of it without a split', () => {
    const of = (counts: object) => readAll('anthropic-messages', start(counts))?.tokens;
    expect(of({ cache_creation_input_tokens: 100 })).toEqual({ cacheWrite5m: 100 });
    expect(
      of({ cache_creation_input_tokens: 100, cache_creation: { ephemeral_1h_input_tokens: 60 } }),
    ).toEqual({ cacheWrite5m: 40, cacheWrite1h: 60 });
  });

  it('adds a compaction, and keeps advice of another model as a call of its own', () => {
    const iterations = [
      { type: 'message', input_tokens: 10, output_tokens: 5 },
      { type: 'compaction', input_tokens: 1000, output_tokens: 100 },
      { type: 'advisor_message', model: 'claude-opus-4-7', input_tokens: 823, output_tokens: 1612 },
    ];
    expect(
      readAll('anthropic-messages', start({ input_tokens: 10, output_tokens: 5, iterations })),
    ).toMatchObject({
      tokens: { input: 1010, output: 105 },
      others: [{ index: 2, model: 'claude-opus-4-7', tokens: { input: 823, output: 1612 } }],
    });
  });

  it('names an error that comes after a good beginning, with what was used by then', () => {
    const said = readAll('anthropic-messages', start({ input_tokens: 10, output_tokens: 1 }), {
      type: 'error',
      error: { type: 'overloaded_error', message: 'x' },
    });
    expect(said).toMatchObject({ errorType: 'overloaded_error', tokens: { input: 10, output: 1 } });
  });
});

describe('OpenAI Chat Completions and its relatives', () => {
  const whole = (usage: object, more: object = {}) => ({ id: 'c1', model: 'm', choices: [], usage, ...more });

  it('takes cached and written tokens out of the prompt', () => {
    const usage = {
      prompt_tokens: 1000,
      completion_tokens: 300,
      total_tokens: 1300,
      prompt_tokens_details: { cached_tokens: 600, cache_write_tokens: 300, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 200, audio_tokens: 0 },
    };
    expect(readAll('openai-chat', whole(usage, { service_tier: 'default' }))).toEqual({
      model: 'm',
      responseId: 'c1',
      serviceTier: 'default',
      tokens: { input: 100, cacheRead: 600, cacheWrite: 300, output: 300, reasoning: 200 },
    });
  });

  it('of a stream takes the chunk that has a usage, and no empty names (Azure/azure-sdk-for-go#21086)', () => {
    const chunk = { object: 'chat.completion.chunk' };
    const said = readAll(
      'openai-chat',
      { ...chunk, id: '', model: '', choices: [], prompt_filter_results: [] },
      { ...chunk, id: 'c1', model: 'gpt-5.6', choices: [{ index: 0, delta: { content: 'x' } }], usage: null },
      { ...chunk, id: 'c1', model: 'gpt-5.6', choices: [{ index: 0, finish_reason: 'stop' }], usage: null },
      {
        ...chunk,
        id: 'c1',
        choices: [],
        usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
      },
    );
    expect(said).toEqual({
      model: 'gpt-5.6',
      responseId: 'c1',
      stopReason: 'stop',
      toolCalls: 0,
      tokens: { input: 9, output: 2 },
    });
  });

  it('adds reasoning where the total says that it stands beside (xAI), and nowhere else', () => {
    const usage = (total: number) => ({
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: total,
      completion_tokens_details: { reasoning_tokens: 300 },
    });
    expect(readAll('openai-chat', whole(usage(420)))?.tokens).toEqual({
      input: 100,
      output: 320,
      reasoning: 300,
    });
    expect(readAll('openai-chat', whole(usage(120)))?.tokens.output).toBe(20);
  });

  it('does not take a cache out of a prompt that is smaller, and says that it does not add up', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 500 } };
    expect(readAll('openai-chat', whole(usage))).toMatchObject({
      tokens: { input: 10, cacheRead: 500 },
      inconsistent: true,
    });
  });

  it('counts what DeepSeek says twice once', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 5,
      total_tokens: 105,
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
      prompt_tokens_details: { cached_tokens: 64 },
    };
    expect(readAll('openai-chat', whole(usage))?.tokens).toEqual({ input: 36, cacheRead: 64, output: 5 });
  });

  it("takes one of Groq's two", () => {
    const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
    const chunk = { object: 'chat.completion.chunk', choices: [] };
    expect(readAll('openai-chat', { ...chunk, x_groq: { usage }, usage })?.tokens).toEqual({
      input: 9,
      output: 2,
    });
    expect(readAll('openai-chat', { ...chunk, x_groq: { usage } })?.tokens).toEqual({ input: 9, output: 2 });
  });

  it("adds what another provider charges only with one's own key (OpenRouterTeam/ai-sdk-provider#532)", () => {
    const usage = (byok: boolean) => ({
      prompt_tokens: 200,
      completion_tokens: 5,
      total_tokens: 205,
      cost: 0.00031,
      is_byok: byok,
      cost_details: { upstream_inference_cost: 0.002 },
    });
    expect(readAll('openai-chat', whole(usage(false)))?.reportedCostNanoUsd).toBe(310_000);
    expect(readAll('openai-chat', whole(usage(true)))?.reportedCostNanoUsd).toBe(2_310_000);
  });

  it("reads xAI's ticks", () => {
    const usage = {
      prompt_tokens: 1,
      completion_tokens: 1,
      total_tokens: 2,
      cost_in_usd_ticks: 10_000_000_000,
    };
    expect(readAll('openai-chat', whole(usage))?.reportedCostNanoUsd).toBe(1_000_000_000);
  });

  it('counts tools once, however many chunks they come in', () => {
    const chunk = (index: number) => ({
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta: { tool_calls: [{ index }] } }],
      usage: { prompt_tokens: 1, completion_tokens: 1 },
    });
    expect(readAll('openai-chat', chunk(0), chunk(0), chunk(1))?.toolCalls).toBe(2);
  });

  it('names an error inside a stream', () => {
    expect(readAll('openai-chat', { error: { code: 502, message: 'x' }, choices: [] })).toMatchObject({
      errorType: '502',
    });
  });

  it('of embeddings knows the input', () => {
    const body = { data: [], model: 'text-embedding-4', usage: { prompt_tokens: 8, total_tokens: 8 } };
    expect(readAll('openai-chat', body)?.tokens).toEqual({ input: 8 });
  });
});

describe('OpenAI Responses', () => {
  const usage = {
    input_tokens: 1000,
    input_tokens_details: { cached_tokens: 600, cache_write_tokens: 300 },
    output_tokens: 300,
    output_tokens_details: { reasoning_tokens: 200 },
    total_tokens: 1300,
  };
  const tokens = { input: 100, cacheRead: 600, cacheWrite: 300, output: 300, reasoning: 200 };

  it('is read from its terminal event, of whatever kind', () => {
    for (const type of ['response.completed', 'response.incomplete', 'response.failed'])
      expect(
        readAll(
          'openai-responses',
          { type: 'response.created', response: { id: 'r1', model: 'gpt-5.6', usage: null } },
          { type: 'response.output_text.delta', delta: 'x' },
          { type, response: { id: 'r1', model: 'gpt-5.6', service_tier: 'flex', usage } },
        ),
      ).toMatchObject({ responseId: 'r1', serviceTier: 'flex', tokens });
  });

  it('in the background is known when it is retrieved', () => {
    expect(readAll('openai-responses', { id: 'r1', status: 'queued', model: 'm', usage: null })).toEqual({
      responseId: 'r1',
      model: 'm',
      stopReason: 'queued',
      tokens: {},
    });
    const reader = usageReader('openai-responses');
    reader.read({ id: 'r1', status: 'in_progress', usage: null });
    expect(reader.ended()).toBe(false);
    reader.read({ id: 'r1', status: 'completed', usage, output: [{ type: 'web_search_call' }] });
    expect(reader.ended()).toBe(true);
    expect(reader.usage()).toMatchObject({ tokens, webSearches: 1, toolCalls: 1 });
  });

  it('over a socket splits sounds from text, cached sounds being cached', () => {
    const response = {
      id: 'r2',
      usage: {
        input_tokens: 100,
        output_tokens: 50,
        total_tokens: 150,
        input_token_details: {
          text_tokens: 40,
          audio_tokens: 60,
          cached_tokens: 30,
          cached_tokens_details: { audio_tokens: 20 },
        },
        output_token_details: { text_tokens: 10, audio_tokens: 40 },
      },
    };
    expect(readAll('openai-responses', { type: 'response.done', response })?.tokens).toEqual({
      input: 30,
      cacheRead: 30,
      inputAudio: 40,
      outputAudio: 40,
      output: 10,
    });
  });
});

describe('OpenAI media', () => {
  it('of images knows what comes out', () => {
    const usage = {
      input_tokens: 50,
      input_tokens_details: { text_tokens: 10, image_tokens: 40 },
      output_tokens: 400,
      total_tokens: 450,
    };
    expect(readAll('openai-images', { data: [], usage })?.tokens).toEqual({
      input: 10,
      inputImage: 40,
      outputImage: 400,
      output: 0,
    });
  });

  it('of a transcription billed by its length knows nothing', () => {
    expect(readAll('openai-transcription', { usage: { type: 'duration', seconds: 7 } })).toBeUndefined();
  });
});

describe('Gemini', () => {
  const chunk = (usageMetadata: object, more: object = {}) => ({
    modelVersion: 'gemini-4',
    usageMetadata,
    ...more,
  });

  it('adds thoughts and what tools brought, unless the total says that they are inside (litellm#10141)', () => {
    const counts = {
      promptTokenCount: 1000,
      cachedContentTokenCount: 600,
      candidatesTokenCount: 120,
      thoughtsTokenCount: 300,
      toolUsePromptTokenCount: 50,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 900 },
        { modality: 'AUDIO', tokenCount: 100 },
      ],
      cacheTokensDetails: [{ modality: 'TEXT', tokenCount: 600 }],
      trafficType: 'ON_DEMAND',
    };
    expect(readAll('gemini', chunk({ ...counts, totalTokenCount: 1470 }))).toEqual({
      model: 'gemini-4',
      serviceTier: 'standard',
      tokens: { input: 350, cacheRead: 600, inputAudio: 100, output: 420, reasoning: 300 },
    });
    const inside = {
      promptTokenCount: 10,
      candidatesTokenCount: 400,
      thoughtsTokenCount: 300,
      totalTokenCount: 410,
    };
    expect(readAll('gemini', chunk(inside))?.tokens).toEqual({ input: 10, output: 400, reasoning: 300 });
  });

  it('of a stream keeps the last of each field, not the zeros it began with (go-genai#15)', () => {
    const said = readAll(
      'gemini',
      chunk({ promptTokenCount: 0, totalTokenCount: 0 }),
      chunk({ promptTokenCount: 7, totalTokenCount: 7 }),
      chunk(
        { promptTokenCount: 7, candidatesTokenCount: 5, totalTokenCount: 12, trafficType: 'ON_DEMAND_FLEX' },
        { candidates: [{ finishReason: 'STOP', groundingMetadata: {} }], responseId: 'g1' },
      ),
    );
    expect(said).toEqual({
      model: 'gemini-4',
      responseId: 'g1',
      stopReason: 'STOP',
      serviceTier: 'flex',
      webSearches: 1,
      toolCalls: 0,
      tokens: { input: 7, output: 5 },
    });
  });

  it('of a blocked prompt knows the prompt and why', () => {
    const said = readAll('gemini', {
      promptFeedback: { blockReason: 'SAFETY' },
      usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 },
    });
    expect(said).toEqual({ stopReason: 'SAFETY', tokens: { input: 9, output: 0 } });
  });

  it('of embeddings adds the statistics of each', () => {
    const one = { embeddings: { statistics: { token_count: 4 } } };
    expect(readAll('gemini-embeddings', { predictions: [one, one] })?.tokens).toEqual({ input: 8 });
  });
});

describe('Bedrock', () => {
  it('Converse: input excludes caches, and the writes are split where the split adds up', () => {
    const usage = {
      inputTokens: 10,
      outputTokens: 40,
      totalTokens: 550,
      cacheReadInputTokens: 200,
      cacheWriteInputTokens: 300,
      cacheDetails: [
        { ttl: '5m', inputTokens: 100 },
        { ttl: '1h', inputTokens: 200 },
      ],
    };
    const frames = [
      { contentBlockStart: { start: { toolUse: {} } } },
      { messageStop: { stopReason: 'tool_use' } },
      { metadata: { usage, serviceTier: { type: 'flex' }, performanceConfig: { latency: 'optimized' } } },
    ];
    expect(readAll('bedrock-converse', ...frames)).toEqual({
      tokens: { input: 10, cacheRead: 200, cacheWrite5m: 100, cacheWrite1h: 200, output: 40 },
      serviceTier: 'flex',
      speed: 'optimized',
      stopReason: 'tool_use',
      toolCalls: 1,
    });
  });

  it('Converse: takes caches out of an input that holds them, and says so (maximhq/bifrost#6942)', () => {
    const usage = { inputTokens: 500, outputTokens: 10, totalTokens: 999, cacheWriteInputTokens: 400 };
    expect(readAll('bedrock-converse', { usage })).toEqual({
      tokens: { input: 100, cacheWrite5m: 400, output: 10 },
      inconsistent: true,
    });
  });

  it("InvokeModel: Claude's own words, else Bedrock's", () => {
    expect(
      readAll('bedrock-invoke', start({ input_tokens: 7, output_tokens: 1 }), delta({ output_tokens: 126 })),
    ).toMatchObject({ model: 'claude-opus-4-8', tokens: { input: 7, output: 126 } });
    const metrics = { inputTokenCount: 7, outputTokenCount: 126, cacheReadInputTokenCount: 14_486 };
    expect(
      readAll('bedrock-invoke', { outputText: 'x', 'amazon-bedrock-invocationMetrics': metrics }),
    ).toEqual({
      tokens: { input: 7, cacheRead: 14_486, output: 126 },
    });
    expect(
      readAll('bedrock-invoke', { generation: 'x', prompt_token_count: 5, generation_token_count: 6 })
        ?.tokens,
    ).toEqual({ input: 5, output: 6 });
  });

  it('an exception inside a stream is an error', () => {
    expect(readAll('bedrock-converse', { throttlingException: { message: 'x' } })).toMatchObject({
      errorType: 'throttlingException',
    });
  });
});

describe('Ollama', () => {
  it('is read from the last line, and does not know what it does not say', () => {
    const line = { model: 'llama4', done: true, done_reason: 'stop', eval_count: 5 };
    expect(readAll('ollama', { model: 'llama4', done: false }, line)).toEqual({
      model: 'llama4',
      stopReason: 'stop',
      tokens: { output: 5 },
    });
    expect(
      readAll('ollama', { ...line, prompt_eval_count: 20, prompt_eval_cached_count: 15 })?.tokens,
    ).toEqual({ input: 5, cacheRead: 15, output: 5 });
  });
});

describe('any wire', () => {
  const wires = Object.keys(WIRES) as Wire[];
  const CANARY = 'canary of a prompt that is far too long to be a name '.repeat(12);

  it('makes of anything counts that are whole and not negative, or nothing', () => {
    const keys = fc.constantFrom(
      'usage',
      'message',
      'type',
      'response',
      'usageMetadata',
      'metadata',
      'choices',
      'input_tokens',
      'prompt_tokens',
      'completion_tokens',
      'total_tokens',
      'promptTokenCount',
      'thoughtsTokenCount',
      'candidatesTokenCount',
      'totalTokenCount',
      'cachedContentTokenCount',
      'prompt_tokens_details',
      'cached_tokens',
      'inputTokens',
      'cacheReadInputTokens',
      'iterations',
      'done',
      'eval_count',
      'error',
      'output',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.oneof(fc.integer({ min: -5, max: 5000 }), fc.double(), fc.boolean(), fc.constant(null)),
        fc.constantFrom('message', 'message_start', 'message_delta', 'response.completed', CANARY),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(keys, tie('any'), { maxKeys: 6 }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.constantFrom(...wires), fc.array(value, { maxLength: 4 }), (wire, values) => {
        const said = readAll(wire, ...values);
        if (said === undefined) return;
        expect(JSON.stringify(said)).not.toContain('canary');
        for (const count of Object.values(said.tokens))
          expect(Number.isInteger(count) && count >= 0).toBe(true);
        expect(totalTokens(said.tokens)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('of a chat in disjoint counts adds up to what the sender says in all', () => {
    const part = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(
        part,
        part,
        part,
        part,
        part,
        fc.boolean(),
        (fresh, cached, written, text, thought, beside) => {
          const prompt = fresh + cached + written;
          const completion = text + (beside ? 0 : thought);
          const total = prompt + text + thought;
          const said = readAll('openai-chat', {
            choices: [],
            usage: {
              prompt_tokens: prompt,
              completion_tokens: completion,
              total_tokens: total,
              prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
              completion_tokens_details: { reasoning_tokens: thought },
            },
          });
          expect(totalTokens(said!.tokens)).toBe(total);
          expect(said!.inconsistent).toBeUndefined();
        },
      ),
    );
  });
});
