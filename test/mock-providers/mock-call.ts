import type { ServerResponse } from 'node:http';
import type { TokenUsage } from '@meterline/core';

/** What the mock itself counts as one billed call: the truth that a ledger is compared with. */
export interface BilledCall {
  readonly provider: string;
  /** Of the answer; undefined where this wire gives none. */
  readonly responseId: string | undefined;
  /** As it was asked for. */
  readonly model: string;
  /** Disjoint, and without what is 0. */
  readonly tokens: TokenUsage;
  /** Undefined where the answer is of a kind that calls no tools. */
  readonly toolCalls?: number | undefined;
  /** What it says that it charges. */
  readonly reportedNanoUsd?: number;
  readonly batch?: true;
  /** Its end did not come: what is billed of it nobody was told. */
  readonly isCut?: true;
}

/** A call that was refused; nothing is billed. */
export interface RefusedCall {
  readonly provider: string;
  readonly model: string;
  readonly status: number;
  readonly errorType: string;
}

/** One request of a wire, decoded, and its place in the order of all. */
export interface MockRequest {
  /** Who bills, by the first part of the path where it names one. */
  readonly provider: string;
  /** Below it. */
  readonly path: string;
  readonly method: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly model: string;
  readonly isStream: boolean;
  /** Of Gemini: the stream is one array, not events. */
  readonly isArray: boolean;
  /** From 1: ids and counts follow from it, so that two mocks that are asked the same answer the same. */
  readonly ordinal: number;
}

/** What an answer was, as far as it is billed; undefined: it is not, or not now. */
export type Answer = (
  response: ServerResponse,
  request: MockRequest,
) => Promise<Omit<BilledCall, 'provider' | 'model'> | undefined>;

/** Counts of a call: all different, and different from those of every other call. */
export const countsOf = ({ ordinal }: Pick<MockRequest, 'ordinal'>) => ({
  input: 1000 + ordinal * 7,
  cacheRead: 300 + ordinal * 3,
  output: 140 + ordinal,
  reasoning: 10 + ordinal,
});

export const idOf = (prefix: string, { ordinal }: Pick<MockRequest, 'ordinal'>): string =>
  `${prefix}${`Mock${String(ordinal).padStart(4, '0')}`.padEnd(24, 'x')}`;

/** What the mock says: pieces of an answer, which a test may look for in places where no answer belongs. */
export const ANSWER_CANARY = 'answer-canary-7f3a';
export const PIECES: readonly string[] = [ANSWER_CANARY, ' α', ' beta', ' γ', ' delta'];

export const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_mock' });
  response.end(JSON.stringify(value));
};

export interface Streaming {
  readonly frames: readonly (string | Buffer)[];
  /** Is told again and again where a model's name has `endless` in it, until its client leaves. */
  readonly piece: string | Buffer;
  readonly type?: string;
  /** An error in the wire's own form, in the place of the end where a model's name has `midway` in it. */
  readonly error?: string | Buffer;
}

/** A stream, each frame in a write of its own. True: its end did not come. */
export const streamed = async (
  response: ServerResponse,
  { model }: Pick<MockRequest, 'model'>,
  { frames, piece, type = 'text/event-stream', error = '' }: Streaming,
): Promise<boolean> => {
  response.writeHead(200, { 'content-type': type, 'request-id': 'req_mock' });
  const isCut = /endless|broken|midway/.test(model);
  const last = isCut ? frames.lastIndexOf(piece) + 1 : frames.length;
  for (const frame of frames.slice(0, last)) await write(response, frame);
  while (model.includes('endless') && !response.destroyed && !response.closed) await write(response, piece);
  if (model.includes('midway')) await write(response, error);
  if (model.includes('broken')) response.destroy();
  else response.end();
  return isCut;
};

const write = async (response: ServerResponse, frame: string | Buffer): Promise<void> => {
  response.write(frame);
  await new Promise((resolve) => setImmediate(resolve));
};

export const hasTools = ({ body }: Pick<MockRequest, 'body'>): boolean =>
  Array.isArray(body['tools']) || body['toolConfig'] !== undefined;
