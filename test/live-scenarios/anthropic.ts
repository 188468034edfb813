import { all, anthropicOf, messages, type Scenario, schema, some } from './clients.ts';

const MODEL = 'claude-opus-4-6';
const ask = { max_tokens: 100, messages };
const tool = { name: 'look', input_schema: schema };

export const ANTHROPIC: Readonly<Record<string, Scenario>> = {
  'anthropic: create': (c) => anthropicOf(c).messages.create({ model: MODEL, ...ask }),
  'anthropic: tools': (c) => anthropicOf(c).messages.create({ model: MODEL, ...ask, tools: [tool] }),
  'anthropic: create with stream': async (c) =>
    all(await anthropicOf(c).messages.create({ model: MODEL, ...ask, stream: true })),
  'anthropic: stream helper': async (c) => {
    const seen: unknown[] = [];
    const stream = anthropicOf(c).messages.stream({ model: MODEL, ...ask, tools: [tool] });
    stream.on('text', (text) => seen.push(text)).on('inputJson', (part) => seen.push(part));
    return { message: await stream.finalMessage(), seen };
  },
  'anthropic: parse': (c) => anthropicOf(c).messages.parse({ model: MODEL, ...ask }),
  'anthropic: beta': (c) => anthropicOf(c).beta.messages.create({ model: MODEL, ...ask }),
  'anthropic: beta stream': (c) =>
    anthropicOf(c)
      .beta.messages.stream({ model: MODEL, ...ask })
      .finalMessage(),
  'anthropic: withResponse': async (c) => {
    const { data, response } = await anthropicOf(c)
      .messages.create({ model: MODEL, ...ask })
      .withResponse();
    const path = new URL(response.url).pathname;
    return { data, status: response.status, path, isReal: response instanceof Response };
  },
  'anthropic: asResponse': async (c) => {
    const response = await anthropicOf(c)
      .messages.create({ model: MODEL, ...ask })
      .asResponse();
    const copy = response.clone();
    return [await response.text(), await copy.json(), response.bodyUsed, response.headers.get('request-id')];
  },
  'anthropic: withOptions': (c) =>
    anthropicOf(c)
      .withOptions({ maxRetries: 0 })
      .messages.create({ model: MODEL, ...ask }),
  'anthropic: a retry': (c) => anthropicOf(c).messages.create({ model: 'claude-flaky-503', ...ask }),
  'anthropic: overloaded, then well': (c) =>
    anthropicOf(c).messages.create({ model: 'claude-flaky-529', ...ask }),
  'anthropic: a bad request': (c) => anthropicOf(c).messages.create({ model: 'claude-fail-400', ...ask }),
  'anthropic: a bad key': (c) => anthropicOf(c).messages.create({ model: 'claude-fail-401', ...ask }),
  'anthropic: too many': (c) => anthropicOf(c).messages.create({ model: 'claude-fail-429', ...ask }),
  'anthropic: overloaded': (c) => anthropicOf(c).messages.create({ model: 'claude-fail-529', ...ask }),
  'anthropic: a stream that ends with an error': async (c) =>
    all(await anthropicOf(c).messages.create({ model: 'claude-midway', ...ask, stream: true })),
  'anthropic: a stream that is left': async (c) =>
    some(await anthropicOf(c).messages.create({ model: 'claude-endless', ...ask, stream: true }), 6),
  'anthropic: a count costs nothing': (c) => anthropicOf(c).messages.countTokens({ model: MODEL, messages }),
  'anthropic: a list costs nothing': async (c) => (await anthropicOf(c).models.list()).data,
  'anthropic: a batch is made': (c) =>
    anthropicOf(c).messages.batches.create({
      requests: [{ custom_id: 'mine', params: { model: MODEL, ...ask } }],
    }),
};

/** What only a proxy can see: nobody makes a call here. */
export const ANTHROPIC_BATCHES: Readonly<Record<string, Scenario>> = {
  'anthropic: results of a batch, twice': async (c) => {
    const read = async (): Promise<unknown> => {
      const answer = await fetch(`${c.url}/anthropic/v1/messages/batches/b1/results`);
      return answer.text();
    };
    return [await read(), await read()].length;
  },
};
