import type { BatchLine, RequestLine, Route } from '../upstream.ts';

const FREE: Route = { kind: 'free' };
const UNMETERED: Route = { kind: 'unmetered' };

/** Everything in OpenAI's API that is billed by tokens and says so, by what stands behind `/v1`. */
const POSTS: Readonly<Record<string, Route>> = {
  '/chat/completions': { kind: 'metered', wire: 'openai-chat' },
  '/completions': { kind: 'metered', wire: 'openai-chat' },
  '/fim/completions': { kind: 'metered', wire: 'openai-chat' },
  '/embeddings': { kind: 'metered', wire: 'openai-chat', stream: false },
  '/responses': { kind: 'metered', wire: 'openai-responses' },
  '/responses/input_tokens': FREE,
  '/images/generations': { kind: 'metered', wire: 'openai-images' },
  '/images/edits': { kind: 'metered', wire: 'openai-images' },
  '/audio/transcriptions': { kind: 'metered', wire: 'openai-transcription' },
  '/audio/translations': { kind: 'metered', wire: 'openai-transcription' },
  '/moderations': FREE,
  '/files': FREE,
  '/uploads': FREE,
  '/batches': FREE,
};

/** Behind `/v1`, whatever stands before it: `/v1`, `/openai/v1`, `/api/v1`, `/v1beta/openai`. */
const behindVersion = (path: string): string => {
  const match = /^(?:\/[a-z]+)?\/v\d+(?:beta\d*)?(?:\/openai)?(\/.*)$/.exec(path);
  return match?.[1] ?? path;
};

/** An answer of the background: it is asked for as often as one likes, and its id makes it one call. */
const RETRIEVAL: Route = { kind: 'metered', wire: 'openai-responses', isRetrieval: true };
const RETRIEVED = /^\/responses\/[^/]+$/;
const CANCELLED = /^\/responses\/[^/]+\/cancel$/;
const FILE_CONTENT = /^\/files\/[^/]+\/content$/;

/** The route of a path in OpenAI's form, as it and its many relatives have it. */
export const openaiRoute = ({ method, path }: RequestLine): Route => {
  const name = behindVersion(path);
  if (method === 'POST') return Object.hasOwn(POSTS, name) ? POSTS[name]! : unknownPost(name);
  if (method !== 'GET') return FREE;
  if (RETRIEVED.test(name)) return RETRIEVAL;
  if (FILE_CONTENT.test(name)) return { kind: 'batch', wire: 'openai-chat', lineOf: batchLine };
  return FREE;
};

/** Uploading parts and the like costs nothing; what else there may be passes and is counted. */
const unknownPost = (name: string): Route => {
  if (CANCELLED.test(name)) return RETRIEVAL;
  return /^\/(files|uploads|batches|responses)\//.test(name) ? FREE : UNMETERED;
};

/** A line of a batch's output file: `{ id, custom_id, response: { status_code, body } }`. Any other file has none. */
const batchLine = (line: unknown): BatchLine | undefined => {
  if (typeof line !== 'object' || line === null || !('custom_id' in line) || !('response' in line))
    return undefined;
  const { response } = line;
  if (typeof response !== 'object' || response === null || !('body' in response)) return undefined;
  const id = 'id' in line ? line.id : undefined;
  const isNamed = typeof id === 'string' && BATCH_REQUEST.test(id);
  return { answer: response.body, ...(isNamed ? { key: `openai:${id}` } : {}) };
};

const BATCH_REQUEST = /^batch_req_[A-Za-z0-9]{20,}$/;
