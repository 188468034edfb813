import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI, { AzureOpenAI } from 'openai';
import { type MeterOptions, meter, meteredFetch } from '../../packages/sdk/src/index.ts';

/** How a scenario gets its clients: to whom they speak, and whether they are metered. */
export interface Clients {
  /** Without a slash at its end; behind it stands the name of the provider. */
  readonly url: string;
  /** Undefined: as they are. */
  readonly metered: MeterOptions | undefined;
}

/** A way in which a program calls models; it gives all that the program sees of it. */
export type Scenario = (clients: Clients) => Promise<unknown>;

export const PROMPT_CANARY = 'prompt-canary-c0de';
export const KEY_CANARY = 'key-canary-5e1f';

const wrapped = <T extends object>(client: T, { metered }: Clients, more: MeterOptions = {}): T =>
  metered === undefined ? client : meter(client, { ...metered, ...more });

export const anthropicOf = (clients: Clients): Anthropic =>
  wrapped(new Anthropic({ apiKey: KEY_CANARY, baseURL: `${clients.url}/anthropic`, maxRetries: 1 }), clients);

/** OpenAI's client, for it or a host that speaks like it. */
export const openaiOf = (clients: Clients, base = '/openai/v1', more: MeterOptions = {}): OpenAI =>
  wrapped(new OpenAI({ apiKey: KEY_CANARY, baseURL: `${clients.url}${base}`, maxRetries: 1 }), clients, more);

export const azureOf = (clients: Clients): AzureOpenAI =>
  wrapped(
    new AzureOpenAI({
      apiKey: KEY_CANARY,
      endpoint: `${clients.url}/azure`,
      apiVersion: '2025-01-01',
      deployment: 'my-gpt',
      maxRetries: 1,
    }),
    clients,
  );

export const googleOf = (clients: Clients, isVertex = false): GoogleGenAI =>
  wrapped(
    new GoogleGenAI({
      apiKey: KEY_CANARY,
      vertexai: isVertex,
      httpOptions: { baseUrl: `${clients.url}/${isVertex ? 'vertex' : 'gemini'}` },
    }),
    clients,
  );

/** For requests that no client of a provider makes. */
export const fetchOf = ({ metered }: Clients): typeof fetch =>
  metered === undefined ? globalThis.fetch : meteredFetch(undefined, metered);

export const messages = [{ role: 'user' as const, content: PROMPT_CANARY }];
export const schema = {
  type: 'object' as const,
  properties: { place: { type: 'string' } },
  required: ['place'],
};
export const chatTool = { type: 'function' as const, function: { name: 'look', parameters: schema } };

export const all = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
};

/** Reads so many pieces, and leaves. */
export const some = async <T>(stream: AsyncIterable<T>, count: number): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of stream) {
    items.push(item);
    if (items.length === count) break;
  }
  return items;
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

/**
 * Without what changes from run to run. A stream that was asked for its usage says `usage: null` beside every piece, which
 * the gateway passes as it is.
 */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, one) =>
      key === 'sdkHttpResponse' || key === 'parsed_at' || (key === 'usage' && one === null) ? undefined : one,
    ) ?? 'null',
  );
