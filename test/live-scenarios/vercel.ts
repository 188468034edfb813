import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { dynamicTool, embed, generateText, jsonSchema, Output, streamText, wrapLanguageModel } from 'ai';
import { meterMiddleware } from '../../packages/sdk/src/vercel.ts';
import { all, type Clients, fetchOf, KEY_CANARY, PROMPT_CANARY, type Scenario, schema } from './clients.ts';

const prompt = PROMPT_CANARY;
const tools = { look: dynamicTool({ inputSchema: jsonSchema(schema), execute: () => ({}) }) };

/** A model that is metered by the middleware. */
const modelOf = ({ url, metered }: Clients, kind: 'openai' | 'anthropic') => {
  const model =
    kind === 'openai'
      ? createOpenAI({ apiKey: KEY_CANARY, baseURL: `${url}/openai/v1` }).responses('gpt-5.4')
      : createAnthropic({ apiKey: KEY_CANARY, baseURL: `${url}/anthropic/v1` }).messages('claude-opus-4-6');
  return metered === undefined ? model : wrapLanguageModel({ model, middleware: meterMiddleware(metered) });
};

/** The provider's own way, metered by its fetch. */
const openaiOf = (clients: Clients) =>
  createOpenAI({ apiKey: KEY_CANARY, baseURL: `${clients.url}/openai/v1`, fetch: fetchOf(clients) });

const generated = async (asked: Parameters<typeof generateText>[0]): Promise<unknown> => {
  const { text, usage, finishReason, toolCalls } = await generateText(asked);
  return { text, usage, finishReason, toolCalls };
};

const streamed = async (asked: Parameters<typeof streamText>[0]): Promise<unknown> => {
  const result = streamText(asked);
  return {
    pieces: await all(result.textStream),
    usage: await result.usage,
    reason: await result.finishReason,
    toolCalls: await result.toolCalls,
  };
};

export const VERCEL: Readonly<Record<string, Scenario>> = {
  'vercel: generateText, openai': (c) => generated({ model: modelOf(c, 'openai'), prompt }),
  'vercel: generateText with tools, anthropic': (c) =>
    generated({ model: modelOf(c, 'anthropic'), prompt, tools }),
  'vercel: an object, openai': (c) =>
    generated({
      model: openaiOf(c).chat('gpt-5.4'),
      prompt,
      output: Output.object({ schema: jsonSchema(schema) }),
    }),
  'vercel: streamText, anthropic': (c) => streamed({ model: modelOf(c, 'anthropic'), prompt }),
  'vercel: streamText with tools, openai': (c) => streamed({ model: modelOf(c, 'openai'), prompt, tools }),
  'vercel: a fetch of its own': (c) => streamed({ model: openaiOf(c).chat('gpt-5.4'), prompt }),
  'vercel: embed': async (c) => {
    const { embedding, usage } = await embed({
      model: openaiOf(c).embedding('text-embedding-3-small'),
      value: prompt,
    });
    return { embedding, usage };
  },
  'vercel: an error': (c) => generated({ model: openaiOf(c).chat('gpt-fail-400'), prompt, maxRetries: 0 }),
};
