import { toFile } from 'openai';
import {
  all,
  azureOf,
  chatTool,
  messages,
  openaiOf,
  PROMPT_CANARY,
  type Scenario,
  schema,
  some,
} from './clients.ts';

const MODEL = 'gpt-5.4';
const place = { type: 'json_schema', json_schema: { name: 'place', schema, strict: true } } as const;
const input = PROMPT_CANARY;

const CHAT: Readonly<Record<string, Scenario>> = {
  'openai: create': (c) => openaiOf(c).chat.completions.create({ model: MODEL, messages }),
  'openai: stream': async (c) =>
    all(await openaiOf(c).chat.completions.create({ model: MODEL, messages, stream: true })),
  'openai: stream with its own usage': async (c) =>
    all(
      await openaiOf(c).chat.completions.create({
        model: MODEL,
        messages,
        stream: true,
        stream_options: { include_usage: true },
      }),
    ),
  'openai: tools': (c) => openaiOf(c).chat.completions.create({ model: MODEL, messages, tools: [chatTool] }),
  'openai: stream helper with tools': async (c) => {
    const stream = openaiOf(c).chat.completions.stream({ model: MODEL, messages, tools: [chatTool] });
    return { chunks: await all(stream), final: await stream.finalChatCompletion() };
  },
  'openai: parse': (c) =>
    openaiOf(c).chat.completions.parse({ model: MODEL, messages, response_format: place }),
  'openai: old completions': (c) => openaiOf(c).completions.create({ model: MODEL, prompt: input }),
  'openai: old completions, streamed': async (c) =>
    all(await openaiOf(c).completions.create({ model: MODEL, prompt: input, stream: true })),
  'openai: a stream that is left': async (c) =>
    some(await openaiOf(c).chat.completions.create({ model: 'gpt-endless', messages, stream: true }), 4),
  'openai: a stream that ends with an error': async (c) =>
    all(await openaiOf(c).chat.completions.create({ model: 'gpt-midway', messages, stream: true })),
  'openai: a stream that breaks off': async (c) =>
    all(await openaiOf(c).chat.completions.create({ model: 'gpt-broken', messages, stream: true })),
};

const RESPONSES: Readonly<Record<string, Scenario>> = {
  'openai: responses': (c) => openaiOf(c).responses.create({ model: MODEL, input }),
  'openai: responses with tools': (c) =>
    openaiOf(c).responses.create({
      model: MODEL,
      input,
      tools: [{ type: 'function', name: 'look', parameters: schema, strict: true }],
    }),
  'openai: responses streamed': async (c) =>
    all(await openaiOf(c).responses.create({ model: MODEL, input, stream: true })),
  'openai: responses helper': (c) => openaiOf(c).responses.stream({ model: MODEL, input }).finalResponse(),
  'openai: responses parse': (c) =>
    openaiOf(c).responses.parse({
      model: MODEL,
      input,
      text: { format: { type: 'json_schema', name: 'place', schema, strict: true } },
    }),
  'openai: responses in the background, asked for twice': async (c) => {
    const client = openaiOf(c);
    const { id } = await client.responses.create({ model: MODEL, input, background: true });
    return [await client.responses.retrieve(id), await client.responses.retrieve(id)];
  },
  'openai: responses cancelled': async (c) => {
    const client = openaiOf(c);
    const { id } = await client.responses.create({ model: MODEL, input, background: true });
    return client.responses.cancel(id);
  },
  'openai: responses that are left': async (c) =>
    some(await openaiOf(c).responses.create({ model: 'gpt-endless', input, stream: true }), 5),
};

const ERRORS: Readonly<Record<string, Scenario>> = {
  'openai: a bad request': (c) => openaiOf(c).chat.completions.create({ model: 'gpt-fail-400', messages }),
  'openai: a bad key': (c) => openaiOf(c).responses.create({ model: 'gpt-fail-401', input }),
  'openai: too many, then well': (c) =>
    openaiOf(c).chat.completions.create({ model: 'gpt-flaky-429', messages }),
  'openai: retries that fail': (c) => openaiOf(c).responses.create({ model: 'gpt-fail-500', input }),
  'openai: embeddings that fail': (c) => openaiOf(c).embeddings.create({ model: 'gpt-fail-400', input }),
};

const OTHERS: Readonly<Record<string, Scenario>> = {
  'openai: embeddings': (c) => openaiOf(c).embeddings.create({ model: 'text-embedding-3-small', input }),
  'openai: embeddings as numbers': (c) =>
    openaiOf(c).embeddings.create({ model: 'text-embedding-3-small', input, encoding_format: 'float' }),
  'openai: images': (c) => openaiOf(c).images.generate({ model: 'gpt-image-1', prompt: input }),
  'openai: an image is changed': async (c) =>
    openaiOf(c).images.edit({
      model: 'gpt-image-1',
      prompt: input,
      image: await toFile(Buffer.from(input), 'a.png', { type: 'image/png' }),
    }),
  'openai: a sound is written down': async (c) =>
    openaiOf(c).audio.transcriptions.create({
      file: await toFile(Buffer.from(input), 'a.wav', { type: 'audio/wav' }),
      model: 'gpt-4o-transcribe',
    }),
  'openai: a list costs nothing': async (c) => (await openaiOf(c).models.list()).data,
};

const AZURE: Readonly<Record<string, Scenario>> = {
  'azure: create': (c) => azureOf(c).chat.completions.create({ model: 'no name of a model', messages }),
  'azure: stream': async (c) =>
    all(await azureOf(c).chat.completions.create({ model: '', messages, stream: true })),
  'azure: tools, streamed': async (c) =>
    all(await azureOf(c).chat.completions.create({ model: '', messages, stream: true, tools: [chatTool] })),
  'azure: embeddings': (c) => azureOf(c).embeddings.create({ model: '', input }),
};

export const OPENAI = { ...CHAT, ...RESPONSES, ...ERRORS, ...OTHERS, ...AZURE };

/** What only a proxy can see: nobody makes a call here. */
export const OPENAI_BATCHES: Readonly<Record<string, Scenario>> = {
  'openai: results of a batch': async (c) => (await fetch(`${c.url}/openai/v1/files/file-1/content`)).text(),
};
