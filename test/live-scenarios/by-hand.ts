import { type Clients, fetchOf, messages, PROMPT_CANARY, type Scenario } from './clients.ts';

const CLAUDE = encodeURIComponent('anthropic.claude-sonnet-4-5-20250929-v1:0');

/** As AWS's own libraries sign: what was signed must arrive as it was. */
const SIGNED = {
  'content-type': 'application/json',
  'x-amz-date': '20261122T100000Z',
  'x-amz-content-sha256': 'a'.repeat(64),
  'x-amz-security-token': 'key-canary-5e1f',
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKIA/20261122/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=key-canary-5e1f',
};

const post = async (c: Clients, path: string, body: object, headers: object = {}): Promise<unknown> => {
  const answer = await fetchOf(c)(`${c.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, type: answer.headers.get('content-type'), bytes: bytes.toString('base64') };
};

const converse = { messages: [{ role: 'user', content: [{ text: PROMPT_CANARY }] }] };
const toolConfig = { tools: [{ toolSpec: { name: 'look' } }] };
const claude = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, messages };
const vertex = '/vertex/v1/projects/p/locations/us-central1/publishers';
const contents = [{ role: 'user', parts: [{ text: PROMPT_CANARY }] }];

/** Requests of clients that are no dependency of this repository, as they send them. */
export const BY_HAND: Readonly<Record<string, Scenario>> = {
  'bedrock: converse': (c) => post(c, `/bedrock/model/${CLAUDE}/converse`, converse, SIGNED),
  'bedrock: converse with tools, streamed': (c) =>
    post(c, `/bedrock/model/${CLAUDE}/converse-stream`, { ...converse, toolConfig }, SIGNED),
  'bedrock: invoke': (c) => post(c, `/bedrock/model/${CLAUDE}/invoke`, claude, SIGNED),
  'bedrock: invoke, streamed': (c) =>
    post(c, `/bedrock/model/${CLAUDE}/invoke-with-response-stream`, claude, SIGNED),
  'vertex: at a place': (c) =>
    post(c, `${vertex}/google/models/gemini-2.5-flash:generateContent`, { contents }),
  'vertex: one array': (c) =>
    post(c, `${vertex}/google/models/gemini-2.5-flash:streamGenerateContent`, { contents }),
  'vertex: claude': (c) => post(c, `${vertex}/anthropic/models/claude-opus-4-6:rawPredict`, claude),
  'vertex: claude, streamed': (c) =>
    post(c, `${vertex}/anthropic/models/claude-opus-4-6:streamRawPredict`, { ...claude, stream: true }),
  'vertex: embeddings': (c) =>
    post(c, `${vertex}/google/models/text-embedding-005:predict`, {
      instances: [{ content: PROMPT_CANARY }],
    }),
  'gemini: one array': (c) =>
    post(c, '/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent', { contents }),
  'ollama: its own chat': (c) => post(c, '/ollama/api/chat', { model: 'qwen3', messages }),
  'ollama: its own chat, whole': (c) =>
    post(c, '/ollama/api/chat', { model: 'qwen3', messages, stream: false }),
};
