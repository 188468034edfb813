import type { BatchLine, RequestLine, Route } from '../upstream.ts';

const BATCH_RESULTS = /\/messages\/batches\/[^/]+\/results$/;

/** The route of a path in Anthropic's form. Counting tokens and asking for batches cost nothing. */
export const anthropicRoute = ({ method, path }: RequestLine): Route => {
  if (method === 'POST' && path.endsWith('/messages')) return { kind: 'metered', wire: 'anthropic-messages' };
  if (method === 'GET' && BATCH_RESULTS.test(path))
    return { kind: 'batch', wire: 'anthropic-messages', lineOf: batchLine };
  if (method === 'POST' && path.endsWith('/complete')) return { kind: 'unmetered' };
  return { kind: 'free' };
};

/** `{ custom_id, result: { type: "succeeded", message } }` */
const batchLine = (line: unknown): BatchLine | undefined => {
  if (typeof line !== 'object' || line === null || !('result' in line)) return undefined;
  const { result } = line;
  return typeof result === 'object' && result !== null && 'message' in result
    ? { answer: result.message }
    : undefined;
};
