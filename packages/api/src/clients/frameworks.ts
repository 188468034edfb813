import type { KnownClient } from './known-client.ts';

/** Libraries above the providers' SDKs, and builders of workflows. */

/** What a program imports: a text here, not an import. */
const SDK = '@meterline/sdk/vercel';

const vercel: KnownClient = {
  id: 'vercel-ai-sdk',
  name: 'Vercel AI SDK',
  kind: 'framework',
  guide: 'vercel-ai-sdk.md',
  connections: [
    {
      road: 'gateway',
      place: 'the program',
      lines: (url) =>
        [
          `const anthropic = createAnthropic({ baseURL: '${url}/anthropic/v1' });`,
          `const openai = createOpenAI({ baseURL: '${url}/openai/v1' });`,
        ].join('\n'),
      recognised: { source: 'gateway', app: 'vercel-ai-sdk' },
    },
    {
      road: 'sdk',
      place: 'the program',
      lines: () =>
        [
          `import { meterMiddleware } from '${SDK}';`,
          'const metered = wrapLanguageModel({ model, middleware: meterMiddleware() });',
        ].join('\n'),
      recognised: { source: 'sdk' },
      counts: 'every call by the SDK, whatever it wraps',
    },
  ],
};

const langchain: KnownClient = {
  id: 'langchain',
  name: 'LangChain',
  kind: 'framework',
  guide: 'langchain.md',
  connections: [
    {
      road: 'gateway',
      place: 'a program in Python',
      lines: (url) =>
        [
          `model = ChatOpenAI(model="gpt-5.4", base_url="${url}/with/app=langchain/openai/v1")`,
          `model = ChatAnthropic(model="claude-sonnet-4-5", base_url="${url}/with/app=langchain/anthropic")`,
        ].join('\n'),
      recognised: { source: 'gateway', app: 'langchain' },
      counts: 'both languages',
    },
    {
      road: 'gateway',
      place: 'a program in TypeScript',
      lines: (url) =>
        [
          'const model = new ChatOpenAI({',
          `  model: 'gpt-5.4', configuration: { baseURL: '${url}/with/app=langchain/openai/v1' },`,
          '});',
        ].join('\n'),
      recognised: { source: 'gateway', app: 'langchain' },
      counts: 'both languages',
    },
  ],
};

const n8n: KnownClient = {
  id: 'n8n',
  name: 'n8n',
  kind: 'framework',
  guide: 'n8n.md',
  connections: [
    {
      road: 'gateway',
      place: 'the OpenAI credential, “Base URL”',
      lines: (url) => `${url}/with/app=n8n/openai/v1`,
      recognised: { source: 'gateway', app: 'n8n' },
      note: 'n8n in a container calls this machine by another name than 127.0.0.1.',
    },
    {
      road: 'ingest',
      place: 'an HTTP Request node after the model: POST, JSON',
      lines: (url) =>
        [
          `${url}/api/events`,
          '{ "provider": "openai", "response": "{{ $json }}", "app": "n8n", "feature": "{{ $workflow.name }}" }',
        ].join('\n'),
      recognised: { source: 'ingest', app: 'n8n' },
    },
  ],
};

export const FRAMEWORKS: readonly KnownClient[] = [vercel, langchain, n8n];
