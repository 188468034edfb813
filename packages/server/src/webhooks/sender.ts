import type { Agent } from 'undici';
import { CONNECTIONS, MAX_ANSWER_BYTES, SEND_TIMEOUT_MS } from './limits.ts';

/** What became of one try. `reason` names it in a few words, and holds nothing of the answer. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly status: number }
  /** The receiver wants no more of them (410). */
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** It is about this message, not about the receiver. */
      readonly refused: boolean;
      readonly retryAfterMs: number;
    };

export interface Sender {
  /** Posts a body and says what became of it; never throws. */
  send(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Outcome>;
  /** Breaks off what is on its way. */
  close(): Promise<void>;
}

/**
 * Loads undici with the first message: it is a third of the program, and most commands send none.
 *
 * @param clock UTC milliseconds: a `Retry-After` may be a date.
 * @param timeoutMs For tests.
 */
export const createSender = (clock: () => number, timeoutMs = SEND_TIMEOUT_MS): Sender => {
  let agent: Agent | undefined;
  let isClosed = false;
  return {
    send: async (url, headers, body) => {
      try {
        const undici = await import('undici');
        if (isClosed) return CLOSED;
        agent ??= new undici.Agent({ connections: CONNECTIONS, connect: { timeout: timeoutMs } });
        // A redirect is not followed: a signed message goes where it was meant to go, or nowhere.
        const answer = await undici.request(url, {
          method: 'POST',
          headers,
          body,
          dispatcher: agent,
          signal: AbortSignal.timeout(timeoutMs),
        });
        await answer.body.dump({ limit: MAX_ANSWER_BYTES }).catch(() => {});
        return outcomeOf(answer.statusCode, answer.headers['retry-after'], clock());
      } catch (error) {
        return { kind: 'failed', reason: reasonOf(error), refused: false, retryAfterMs: 0 };
      }
    },
    close: async () => {
      isClosed = true;
      await agent?.destroy();
    },
  };
};

const CLOSED: Outcome = { kind: 'failed', reason: 'broken off', refused: false, retryAfterMs: 0 };

/** Answers that are about what was sent: sending it again will hardly be answered otherwise. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 415, 422]);

const outcomeOf = (status: number, retryAfter: string | string[] | undefined, now: number): Outcome => {
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  if (status === 410) return { kind: 'gone' };
  const reason = status >= 300 && status < 400 ? `HTTP ${status}, a redirect` : `HTTP ${status}`;
  return { kind: 'failed', reason, refused: REFUSALS.has(status), retryAfterMs: waitOf(retryAfter, now) };
};

/** Seconds, or a date (RFC 9110 §10.2.3); 0 for anything else. */
export const waitOf = (header: string | string[] | undefined, now: number): number => {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(date) ? Math.max(date - now, 0) : 0;
};

const TIMEOUTS = /^(UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|ETIMEDOUT)$/;

/** The error's code, which is one of Node's, of its TLS library or of undici. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'an error';
  const { code = undefined } = error as { code?: unknown };
  if (error.name === 'TimeoutError' || TIMEOUTS.test(String(code))) return 'no answer in time';
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'the connection failed';
};
