import type { MockRequest } from './mock-call.ts';

export interface Refusal {
  readonly status: number;
  /** The provider's own word, which stands in the body. */
  readonly errorType: string;
  readonly body: object;
}

/** What a message of an error says is no business of a ledger. */
const ERROR_CANARY = 'error-canary-91bc';
const message = ERROR_CANARY;

/** Status → Anthropic's and OpenAI's word, and Google's. */
const WORDS: Readonly<Record<number, readonly [string, string]>> = {
  400: ['invalid_request_error', 'INVALID_ARGUMENT'],
  401: ['authentication_error', 'UNAUTHENTICATED'],
  429: ['rate_limit_error', 'RESOURCE_EXHAUSTED'],
  500: ['api_error', 'INTERNAL'],
  503: ['api_error', 'UNAVAILABLE'],
  529: ['overloaded_error', 'UNAVAILABLE'],
};

/** Each `flaky-…` model fails once. */
export const refusalOf = (request: MockRequest, flaky: Set<string>): Refusal | undefined => {
  const { model } = request;
  const [, kind, text] = /(fail|flaky)-(\d{3})/.exec(model) ?? [];
  if (kind === undefined || (kind === 'flaky' && flaky.has(model))) return undefined;
  flaky.add(model);
  const status = Number(text);
  const [word, googles] = WORDS[status]!;
  if (request.path.includes(':'))
    return { status, errorType: googles, body: { error: { code: status, message, status: googles } } };
  const body = request.path.endsWith('/messages')
    ? { type: 'error', error: { type: word, message } }
    : { error: { message, type: word, param: null, code: null } };
  return { status, errorType: word, body };
};
