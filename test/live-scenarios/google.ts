import { all, googleOf, PROMPT_CANARY, type Scenario, some } from './clients.ts';

const MODEL = 'gemini-2.5-flash';
const contents = PROMPT_CANARY;
const tools = [{ functionDeclarations: [{ name: 'look' }] }];

export const GOOGLE: Readonly<Record<string, Scenario>> = {
  'google: generate': (c) => googleOf(c).models.generateContent({ model: MODEL, contents }),
  'google: tools': (c) => googleOf(c).models.generateContent({ model: MODEL, contents, config: { tools } }),
  'google: stream': async (c) =>
    all(await googleOf(c).models.generateContentStream({ model: MODEL, contents })),
  'google: stream with tools': async (c) =>
    all(await googleOf(c).models.generateContentStream({ model: MODEL, contents, config: { tools } })),
  'google: chat': async (c) => {
    const chat = googleOf(c).chats.create({ model: MODEL });
    return [await all(await chat.sendMessageStream({ message: contents })), chat.getHistory()];
  },
  'google: embeddings': (c) => googleOf(c).models.embedContent({ model: 'gemini-embedding-001', contents }),
  'google: a count costs nothing': (c) => googleOf(c).models.countTokens({ model: MODEL, contents }),
  'google: a bad request': (c) => googleOf(c).models.generateContent({ model: 'gemini-fail-400', contents }),
  'google: too many': (c) => googleOf(c).models.generateContent({ model: 'gemini-fail-429', contents }),
  'google: a stream that is left': async (c) => {
    const leaving = new AbortController();
    const config = { abortSignal: leaving.signal };
    const stream = await googleOf(c).models.generateContentStream({
      model: 'gemini-endless',
      contents,
      config,
    });
    const seen = await some(stream, 3);
    leaving.abort();
    return seen;
  },
  'vertex: generate': (c) => googleOf(c, true).models.generateContent({ model: MODEL, contents }),
  'vertex: stream': async (c) =>
    all(await googleOf(c, true).models.generateContentStream({ model: MODEL, contents })),
};
