import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { generateText, streamText, wrapLanguageModel } from 'ai';
import OpenAI, { AzureOpenAI } from 'openai';
import { meter, meteredFetch } from '../packages/sdk/src/index.ts';
import { meterMiddleware } from '../packages/sdk/src/vercel.ts';

/** How a scenario gets its clients: plain, or metered. */
export interface Clients {
  readonly url: string;
  readonly isMetered: boolean;
}

export const PROMPT_CANARY = 'prompt-canary-c0de';
const KEY_CANARY = 'key-canary-5e1f';

const wrapped = <T extends object>(client: T, { isMetered }: Clients): T =>
  isMetered ? meter(client) : client;

export const anthropicOf = (clients: Clients): Anthropic =>
  wrapped(new Anthropic({ apiKey: KEY_CANARY, baseURL: clients.url, maxRetries: 1 }), clients);
export const openaiOf = (clients: Clients): OpenAI =>
  wrapped(new OpenAI({ apiKey: KEY_CANARY, baseURL: `${clients.url}/v1`, maxRetries: 1 }), clients);
export const googleOf = (clients: Clients): GoogleGenAI =>
  wrapped(new GoogleGenAI({ apiKey: KEY_CANARY, httpOptions: { baseUrl: clients.url } }), clients);

const messages = [{ role: 'user' as const, content: PROMPT_CANARY }];
const claude = { max_tokens: 100, messages };
const schema = { type: 'object' as const, properties: { place: { type: 'string' } }, required: ['place'] };
const tool = { name: 'look', input_schema: schema };
const chatTool = { type: 'function' as const, function: { name: 'look', parameters: schema } };

const all = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
};

const vercelOf = (clients: Clients, kind: 'openai' | 'anthropic') => {
  const { url, isMetered } = clients;
  const model =
    kind === 'openai'
      ? createOpenAI({ apiKey: KEY_CANARY, baseURL: `${url}/v1` }).responses('gpt-vercel')
      : createAnthropic({ apiKey: KEY_CANARY, baseURL: `${url}/v1` }).messages('claude-vercel');
  return isMetered ? wrapLanguageModel({ model, middleware: meterMiddleware() }) : model;
};

/** Every way in which the official clients are used, by name; each gives all that a program would see of it. */
export const SCENARIOS: Readonly<Record<string, (clients: Clients) => Promise<unknown>>> = {
  'anthropic: create': (c) => anthropicOf(c).messages.create({ model: 'claude-a', ...claude }),
  'anthropic: tools': (c) => anthropicOf(c).messages.create({ model: 'claude-b', ...claude, tools: [tool] }),
  'anthropic: create with stream': async (c) =>
    all(await anthropicOf(c).messages.create({ model: 'claude-c', ...claude, stream: true })),
  'anthropic: stream helper': async (c) => {
    const seen: unknown[] = [];
    const stream = anthropicOf(c).messages.stream({ model: 'claude-d', ...claude, tools: [tool] });
    stream.on('text', (text) => seen.push(text)).on('inputJson', (part) => seen.push(part));
    return { message: await stream.finalMessage(), seen };
  },
  'anthropic: beta': (c) => anthropicOf(c).beta.messages.create({ model: 'claude-e', ...claude }),
  'anthropic: withResponse': async (c) => {
    const { data, response } = await anthropicOf(c)
      .messages.create({ model: 'claude-f', ...claude })
      .withResponse();
    return {
      data,
      status: response.status,
      path: new URL(response.url).pathname,
      isReal: response instanceof Response,
    };
  },
  'anthropic: asResponse': async (c) => {
    const response = await anthropicOf(c)
      .messages.create({ model: 'claude-g', ...claude })
      .asResponse();
    const copy = response.clone();
    return [await response.text(), await copy.json(), response.bodyUsed, response.headers.get('request-id')];
  },
  'anthropic: a retry': (c) => anthropicOf(c).messages.create({ model: 'claude-flaky-503', ...claude }),
  'anthropic: an error': (c) => anthropicOf(c).messages.create({ model: 'claude-fail-429', ...claude }),
  'anthropic: withOptions': (c) =>
    anthropicOf(c)
      .withOptions({ maxRetries: 0 })
      .messages.create({ model: 'claude-h', ...claude }),
  'anthropic: a list costs nothing': async (c) => (await anthropicOf(c).models.list()).data,
  'openai: create': (c) => openaiOf(c).chat.completions.create({ model: 'gpt-a', messages }),
  'openai: stream': async (c) =>
    all(await openaiOf(c).chat.completions.create({ model: 'gpt-b', messages, stream: true })),
  'openai: stream with its own usage': async (c) =>
    all(
      await openaiOf(c).chat.completions.create({
        model: 'gpt-c',
        messages,
        stream: true,
        stream_options: { include_usage: true },
      }),
    ),
  'openai: stream helper with tools': async (c) => {
    const stream = openaiOf(c).chat.completions.stream({ model: 'gpt-d', messages, tools: [chatTool] });
    return { chunks: await all(stream), final: await stream.finalChatCompletion() };
  },
  'openai: parse': (c) =>
    openaiOf(c).chat.completions.parse({
      model: 'gpt-e',
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'place', schema, strict: true } },
    }),
  'openai: responses': (c) => openaiOf(c).responses.create({ model: 'gpt-f', input: PROMPT_CANARY }),
  'openai: responses streamed': async (c) =>
    all(await openaiOf(c).responses.create({ model: 'gpt-g', input: PROMPT_CANARY, stream: true })),
  'openai: responses helper': async (c) =>
    openaiOf(c).responses.stream({ model: 'gpt-h', input: PROMPT_CANARY }).finalResponse(),
  'openai: an error': (c) => openaiOf(c).chat.completions.create({ model: 'gpt-fail-400', messages }),
  'openai: retries that fail': (c) => openaiOf(c).responses.create({ model: 'gpt-fail-500', input: 'x' }),
  'openai: azure': async (c) =>
    all(
      await wrapped(
        new AzureOpenAI({
          apiKey: KEY_CANARY,
          endpoint: c.url,
          apiVersion: '2025-01-01',
          deployment: 'my-gpt',
        }),
        c,
      ).chat.completions.create({ model: 'gpt-i', messages, stream: true }),
    ),
  'google: generate': (c) =>
    googleOf(c).models.generateContent({ model: 'gemini-a', contents: PROMPT_CANARY }),
  'google: stream': async (c) =>
    all(await googleOf(c).models.generateContentStream({ model: 'gemini-b', contents: PROMPT_CANARY })),
  'google: chat': async (c) => {
    const chat = googleOf(c).chats.create({ model: 'gemini-c' });
    return [await all(await chat.sendMessageStream({ message: PROMPT_CANARY })), chat.getHistory()];
  },
  'google: an error': (c) => googleOf(c).models.generateContent({ model: 'gemini-fail-400', contents: 'x' }),
  'vercel: generateText, openai': async (c) => {
    const { text, usage, finishReason } = await generateText({
      model: vercelOf(c, 'openai'),
      prompt: PROMPT_CANARY,
    });
    return { text, usage, finishReason };
  },
  'vercel: streamText, anthropic': async (c) => {
    const result = streamText({ model: vercelOf(c, 'anthropic'), prompt: PROMPT_CANARY });
    return {
      pieces: await all(result.textStream),
      usage: await result.usage,
      reason: await result.finishReason,
    };
  },
  'vercel: a fetch of its own': async (c) => {
    const fetch = c.isMetered ? meteredFetch() : globalThis.fetch;
    const { chat } = createOpenAI({ apiKey: KEY_CANARY, baseURL: `${c.url}/v1`, fetch });
    const result = streamText({ model: chat('gpt-fetch'), prompt: PROMPT_CANARY });
    return { pieces: await all(result.textStream), reason: await result.finishReason };
  },
};

/** What a program sees of a scenario: its result, or its error with all that it carries. */
export const outcomeOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    return { result: plain(await work) };
  } catch (error) {
    const { name, message, status, code, error: body } = error as Error & Record<string, unknown>;
    const kind = Object.getPrototypeOf(error).constructor.name as string;
    return { name, message, status, code, body, kind };
  }
};

/** Without what changes from run to run. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, one) =>
      key === 'sdkHttpResponse' || key === 'parsed_at' ? undefined : one,
    ) ?? 'null',
  );
