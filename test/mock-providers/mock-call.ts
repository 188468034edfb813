import type { ServerResponse } from 'node:http';

/** What the mock itself counts as one billed call: the truth that a ledger is compared with. */
export interface BilledCall {
  readonly provider: 'anthropic' | 'openai' | 'google';
  readonly responseId: string;
  readonly model: string;
  readonly input: number;
  readonly cacheRead: number;
  readonly output: number;
  readonly reasoning: number;
}

/** One request of a wire, decoded, and its place in the order of all. */
export interface MockRequest {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly model: string;
  readonly isStream: boolean;
  /** From 1: ids and counts follow from it, so that two mocks that are asked the same answer the same. */
  readonly ordinal: number;
}

/** Counts of a call: all different, and different from those of every other call. */
export const countsOf = ({ ordinal }: MockRequest) => ({
  input: 1000 + ordinal * 7,
  cacheRead: 300 + ordinal * 3,
  output: 40 + ordinal,
  reasoning: 10 + ordinal,
});

export const idOf = (prefix: string, { ordinal }: MockRequest): string =>
  `${prefix}${`Mock${String(ordinal).padStart(4, '0')}`.padEnd(24, 'x')}`;

/** What the mock says: pieces of an answer, which a test may look for in places where no answer belongs. */
export const ANSWER_CANARY = 'answer-canary-7f3a';
export const PIECES: readonly string[] = [ANSWER_CANARY, ' α', ' beta', ' γ', ' delta'];

export const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_mock' });
  response.end(JSON.stringify(value));
};

/** Server-sent events, each in a write of its own. A model whose name has `endless` in it is told more until its client leaves. */
export const events = async (
  response: ServerResponse,
  { model }: MockRequest,
  frames: readonly string[],
  piece: string,
): Promise<void> => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'req_mock' });
  const isEndless = model.includes('endless');
  const last = isEndless ? frames.lastIndexOf(piece) : frames.length;
  for (const frame of frames.slice(0, last)) await write(response, frame);
  while (isEndless && !response.destroyed && !response.closed) await write(response, piece);
  if (model.includes('broken')) response.destroy();
  else response.end();
};

const write = async (response: ServerResponse, frame: string): Promise<void> => {
  response.write(frame);
  await new Promise((resolve) => setImmediate(resolve));
};

export const hasTools = ({ body }: MockRequest): boolean => Array.isArray(body['tools']);
