import type { Wire } from '@meterline/core';
import { CANARY } from './canaries.ts';
import { eventFrame } from './frames.ts';

/** One wire with a canary in every text that somebody says: what is asked, and what is answered whole and streamed. */
export interface CanaryWire {
  readonly path: string;
  /** Where a stream is asked for; the same path unless given. */
  readonly streamPath?: string;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly whole: Readonly<Record<string, unknown>>;
  /** Absent: this wire has no streams. */
  readonly stream?: { readonly type: string; readonly bytes: Buffer };
}

const SSE = 'text/event-stream';
const FRAMES = 'application/vnd.amazon.eventstream';
const said = (what: string): string => `${CANARY} ${what}`;
/** An image, or anything else that is binary, is text in base64. */
const picture = Buffer.from(said('picture')).toString('base64');

const events = (...values: readonly object[]): Buffer =>
  Buffer.from(
    values
      .map((one) => `${'type' in one ? `event: ${one.type}\n` : ''}data: ${JSON.stringify(one)}\n\n`)
      .join(''),
  );
const lines = (...values: readonly object[]): Buffer =>
  Buffer.from(values.map((one) => `${JSON.stringify(one)}\n`).join(''));

const tool = {
  name: said('tool'),
  description: said('what a tool does'),
  input_schema: { title: said('schema') },
};
const chatMessages = [
  { role: 'system', content: said('system') },
  { role: 'user', content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${picture}` } }] },
  { role: 'user', content: said('prompt') },
];

const anthropicAnswer = {
  id: 'msg_01CanaryCanaryCanaryCan1',
  type: 'message',
  role: 'assistant',
  model: 'claude-opus-4-8',
  stop_reason: 'tool_use',
  content: [
    { type: 'thinking', thinking: said('thinking'), signature: said('signature') },
    { type: 'text', text: said('answer'), citations: [{ cited_text: said('citation') }] },
    { type: 'tool_use', id: 'toolu_1', name: said('tool'), input: { query: said('arguments') } },
  ],
  usage: { input_tokens: 12, cache_read_input_tokens: 40, output_tokens: 9 },
};

const anthropicStream = events(
  {
    type: 'message_start',
    message: { ...anthropicAnswer, content: [], usage: { input_tokens: 12, output_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', name: said('tool') } },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: said('thinking') } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: said('answer') } },
  {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json: said('arguments') },
  },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: said('stop') },
    usage: { output_tokens: 9 },
  },
  { type: 'message_stop' },
);

const chatChunk = (more: object): object => ({
  id: 'chatcmpl-CanaryCanaryCanaryCanary',
  object: 'chat.completion.chunk',
  model: 'gpt-5.4',
  ...more,
});
const chatUsage = { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 };
const chatCall = { index: 0, function: { name: said('tool'), arguments: said('arguments') } };

const responsesOutput = [
  { type: 'reasoning', summary: [{ type: 'summary_text', text: said('thinking') }] },
  { type: 'message', content: [{ type: 'output_text', text: said('answer') }] },
  { type: 'function_call', name: said('tool'), arguments: said('arguments') },
];
const responsesAnswer = {
  id: 'resp_CanaryCanaryCanaryCanary01',
  object: 'response',
  status: 'completed',
  model: 'gpt-5.4',
  instructions: said('system'),
  output: responsesOutput,
  metadata: { note: said('metadata') },
  usage: { input_tokens: 30, output_tokens: 6, total_tokens: 36 },
};

const geminiAnswer = {
  responseId: said('not an id of ours'),
  modelVersion: 'gemini-2.5-pro',
  candidates: [
    {
      content: {
        parts: [
          { text: said('answer') },
          { functionCall: { name: said('tool'), args: { q: said('arguments') } } },
        ],
      },
      finishReason: 'STOP',
    },
  ],
  usageMetadata: { promptTokenCount: 11, candidatesTokenCount: 4, totalTokenCount: 15 },
};

const converseUsage = { inputTokens: 13, outputTokens: 3, totalTokens: 16 };
const imageUsage = { input_tokens: 7, output_tokens: 100, total_tokens: 107 };

export const CANARY_WIRES: Readonly<Record<Wire, CanaryWire>> = {
  'anthropic-messages': {
    path: `/anthropic/v1/messages?beta=${CANARY}`,
    asked: {
      model: 'claude-opus-4-8',
      system: said('system'),
      tools: [tool],
      messages: [
        { role: 'user', content: [{ type: 'image', source: { type: 'base64', data: picture } }] },
        { role: 'user', content: said('prompt') },
      ],
      stop_sequences: [said('stop')],
    },
    whole: anthropicAnswer,
    stream: { type: SSE, bytes: anthropicStream },
  },
  'openai-chat': {
    path: '/openai/v1/chat/completions',
    asked: {
      model: 'gpt-5.4',
      messages: chatMessages,
      tools: [{ type: 'function', function: tool }],
      metadata: { note: said('metadata that is no name of ours') },
      prediction: { content: said('prediction') },
    },
    whole: {
      ...chatChunk({ object: 'chat.completion', usage: chatUsage }),
      choices: [
        {
          index: 0,
          finish_reason: 'stop',
          message: {
            content: said('answer'),
            reasoning_content: said('thinking'),
            refusal: said('refusal'),
            tool_calls: [chatCall],
          },
        },
      ],
    },
    stream: {
      type: SSE,
      bytes: Buffer.concat([
        events(
          chatChunk({
            choices: [{ index: 0, delta: { content: said('answer'), reasoning: said('thinking') } }],
          }),
          chatChunk({ choices: [{ index: 0, delta: { tool_calls: [chatCall] }, finish_reason: 'stop' }] }),
          chatChunk({ choices: [], usage: chatUsage }),
        ),
        Buffer.from('data: [DONE]\n\n'),
      ]),
    },
  },
  'openai-responses': {
    path: '/openai/v1/responses',
    asked: {
      model: 'gpt-5.4',
      instructions: said('system'),
      input: [{ role: 'user', content: [{ type: 'input_text', text: said('prompt') }] }],
      metadata: { note: said('metadata') },
    },
    whole: responsesAnswer,
    stream: {
      type: SSE,
      bytes: events(
        { type: 'response.created', response: { ...responsesAnswer, status: 'in_progress', usage: null } },
        { type: 'response.output_text.delta', delta: said('answer') },
        { type: 'response.function_call_arguments.delta', delta: said('arguments') },
        { type: 'response.completed', response: responsesAnswer },
      ),
    },
  },
  'openai-images': {
    path: '/openai/v1/images/generations',
    asked: { model: 'gpt-image-2', prompt: said('prompt') },
    whole: {
      created: 1,
      data: [{ b64_json: picture, revised_prompt: said('revised prompt') }],
      usage: imageUsage,
    },
    stream: {
      type: SSE,
      bytes: events(
        { type: 'image_generation.partial_image', b64_json: picture },
        { type: 'image_generation.completed', b64_json: picture, usage: imageUsage },
      ),
    },
  },
  'openai-transcription': {
    path: '/openai/v1/audio/transcriptions',
    asked: { model: 'gpt-4o-transcribe', prompt: said('prompt'), file: picture },
    whole: {
      text: said('answer'),
      usage: { type: 'tokens', input_tokens: 14, output_tokens: 5, total_tokens: 19 },
    },
    stream: {
      type: SSE,
      bytes: events(
        { type: 'transcript.text.delta', delta: said('answer') },
        {
          type: 'transcript.text.done',
          text: said('answer'),
          usage: { type: 'tokens', input_tokens: 14, output_tokens: 5 },
        },
      ),
    },
  },
  gemini: {
    path: `/gemini/v1beta/models/gemini-2.5-pro:generateContent?key=${CANARY}`,
    streamPath: `/gemini/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse&key=${CANARY}`,
    asked: {
      systemInstruction: { parts: [{ text: said('system') }] },
      contents: [
        { parts: [{ text: said('prompt') }, { inlineData: { mimeType: 'image/png', data: picture } }] },
      ],
    },
    whole: geminiAnswer,
    stream: { type: SSE, bytes: events(geminiAnswer) },
  },
  'gemini-embeddings': {
    path: `/gemini/v1beta/models/gemini-embedding-001:embedContent?key=${CANARY}`,
    asked: { content: { parts: [{ text: said('prompt') }] }, title: said('title') },
    whole: { embedding: { values: [0.1], note: said('answer') }, usageMetadata: { promptTokenCount: 8 } },
  },
  'bedrock-converse': {
    path: '/bedrock/model/amazon.nova-pro-v1:0/converse',
    streamPath: '/bedrock/model/amazon.nova-pro-v1:0/converse-stream',
    asked: {
      system: [{ text: said('system') }],
      messages: [{ role: 'user', content: [{ text: said('prompt') }] }],
    },
    whole: {
      output: {
        message: {
          content: [{ text: said('answer') }, { toolUse: { name: said('tool'), input: said('arguments') } }],
        },
      },
      stopReason: 'end_turn',
      usage: converseUsage,
    },
    stream: {
      type: FRAMES,
      bytes: Buffer.concat([
        eventFrame('contentBlockDelta', { delta: { text: said('answer') } }),
        eventFrame('messageStop', { stopReason: 'end_turn' }),
        eventFrame('metadata', { usage: converseUsage }),
      ]),
    },
  },
  'bedrock-invoke': {
    path: '/bedrock/model/anthropic.claude-opus-4-8-v1:0/invoke',
    streamPath: '/bedrock/model/anthropic.claude-opus-4-8-v1:0/invoke-with-response-stream',
    asked: { anthropic_version: 'bedrock-2023-05-31', messages: [{ role: 'user', content: said('prompt') }] },
    whole: { ...anthropicAnswer, id: 'msg_bdrk_01CanaryCanaryCanaryCan2' },
    stream: {
      type: FRAMES,
      bytes: Buffer.concat(
        [
          { type: 'message_start', message: { ...anthropicAnswer, id: 'msg_bdrk_01CanaryCanaryCanaryCan3' } },
          { type: 'content_block_delta', delta: { type: 'text_delta', text: said('answer') } },
          { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } },
          { type: 'message_stop' },
        ].map((one) =>
          eventFrame('chunk', {
            bytes: Buffer.from(JSON.stringify(one)).toString('base64'),
            p: said('padding'),
          }),
        ),
      ),
    },
  },
  ollama: {
    path: '/ollama/api/chat',
    asked: { model: 'qwen3', messages: [{ role: 'user', content: said('prompt'), images: [picture] }] },
    whole: {
      model: 'qwen3',
      message: { content: said('answer'), thinking: said('thinking') },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 16,
      eval_count: 7,
    },
    stream: {
      type: 'application/x-ndjson',
      bytes: lines(
        { model: 'qwen3', message: { content: said('answer') }, done: false },
        { model: 'qwen3', message: { content: '' }, done: true, prompt_eval_count: 16, eval_count: 7 },
      ),
    },
  },
};
