import type { Connection, KnownClient } from './known-client.ts';

/** The providers' own SDKs. Behind the gateway they are known by their user agent, of which only the name is kept. */

/** What a program imports: a text here, not an import. */
const SDK = '@meterline/sdk';

/** The wrapper says which provider a call went to, not which client made it. */
const wrapper = (provider: string, name: string, lines: string): Connection => ({
  road: 'sdk',
  place: 'the program',
  lines: () => lines,
  recognised: { source: 'sdk', provider },
  counts: `every call to ${name} by the SDK`,
});

const anthropicTypescript: KnownClient = {
  id: 'anthropic-sdk-typescript',
  name: 'Anthropic SDK, TypeScript',
  kind: 'sdk',
  guide: 'anthropic-sdk.md',
  connections: [
    {
      road: 'gateway',
      place: 'the program',
      lines: (url) => `const client = new Anthropic({ baseURL: '${url}/anthropic' });`,
      recognised: { source: 'gateway', app: 'anthropic-sdk-typescript' },
    },
    wrapper(
      'anthropic',
      'Anthropic',
      `import { meter } from '${SDK}';\nconst client = meter(new Anthropic());`,
    ),
  ],
};

const anthropicPython: KnownClient = {
  id: 'anthropic-sdk-python',
  name: 'Anthropic SDK, Python',
  kind: 'sdk',
  guide: 'anthropic-sdk.md',
  connections: [
    {
      road: 'gateway',
      place: 'the program',
      lines: (url) => `client = Anthropic(base_url="${url}/anthropic")`,
      recognised: { source: 'gateway', app: 'anthropic-sdk-python' },
    },
  ],
};

const openaiTypescript: KnownClient = {
  id: 'openai-sdk-typescript',
  name: 'OpenAI SDK, TypeScript',
  kind: 'sdk',
  guide: 'openai-sdk.md',
  connections: [
    {
      road: 'gateway',
      place: 'the program',
      lines: (url) => `const client = new OpenAI({ baseURL: '${url}/openai/v1' });`,
      recognised: { source: 'gateway', app: 'openai-sdk-typescript' },
    },
    wrapper('openai', 'OpenAI', `import { meter } from '${SDK}';\nconst client = meter(new OpenAI());`),
  ],
};

const openaiPython: KnownClient = {
  id: 'openai-sdk-python',
  name: 'OpenAI SDK, Python',
  kind: 'sdk',
  guide: 'openai-sdk.md',
  connections: [
    {
      road: 'gateway',
      place: 'the program',
      lines: (url) => `client = OpenAI(base_url="${url}/openai/v1")`,
      recognised: { source: 'gateway', app: 'openai-sdk-python' },
    },
  ],
};

const googleTypescript: KnownClient = {
  id: 'google-genai-typescript',
  name: 'Google GenAI SDK, TypeScript',
  kind: 'sdk',
  guide: 'google-genai-sdk.md',
  connections: [
    {
      road: 'gateway',
      place: 'the program',
      lines: (url) => `const ai = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: '${url}/gemini' } });`,
      recognised: { source: 'gateway', app: 'google-genai-typescript' },
    },
    wrapper(
      'google',
      'Google',
      `import { meter } from '${SDK}';\nconst ai = meter(new GoogleGenAI({ apiKey }));`,
    ),
  ],
};

const googlePython: KnownClient = {
  id: 'google-genai-python',
  name: 'Google GenAI SDK, Python',
  kind: 'sdk',
  guide: 'google-genai-sdk.md',
  connections: [
    {
      road: 'gateway',
      place: 'the program',
      lines: (url) => `client = genai.Client(http_options={"base_url": "${url}/gemini"})`,
      recognised: { source: 'gateway', app: 'google-genai-python' },
    },
  ],
};

export const SDKS: readonly KnownClient[] = [
  anthropicTypescript,
  anthropicPython,
  openaiTypescript,
  openaiPython,
  googleTypescript,
  googlePython,
];
