import { MeterlineError } from '@meterline/core';
import { callRowOf, type ShownCall } from '../report/call-row.ts';
import type { CallRow } from '../report/kinds/calls.ts';
import { MAX_EVENT_CHARS, MAX_LOOK, RETRY_FIRST_MS, RETRY_MAX_MS } from './limits.ts';
import { pause } from './pause.ts';
import { createUnseen } from './unseen.ts';

export interface ServiceTail {
  /** Where it serves, without a slash at the end. */
  readonly url: string;
  /** `DIM=VALUE`, as they were given. */
  readonly where: readonly string[];
  readonly token?: string;
  readonly signal: AbortSignal;
  /** Told once each time that the service goes away. */
  readonly onAway: (text: string) => void;
}

/** `--url` without a slash at its end. Throws where it is none. */
export const serviceUrl = (given: string): string => {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol))
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: '--url must be the address of a dashboard.',
    hint: 'For example --url http://127.0.0.1:6383.',
  });
};

/**
 * Calls that a running Meterline records from now on. Its event stream tells when to look; what it has missed while it
 * was away is looked up when it is there again.
 */
export async function* serviceCalls(tail: ServiceTail): AsyncGenerator<CallRow> {
  const unseen = createUnseen();
  let retryMs = RETRY_FIRST_MS;
  let isFirst = true;
  let isAway = false;
  while (!tail.signal.aborted) {
    try {
      for await (const _ of changesOf(tail)) {
        const fresh = unseen(await listed(tail), ({ id }) => id).toReversed();
        if (!isFirst) for (const { id } of fresh) yield callRowOf(await callOf(tail, id));
        [isFirst, isAway, retryMs] = [false, false, RETRY_FIRST_MS];
      }
    } catch (error) {
      if (error instanceof MeterlineError) throw error;
    }
    if (tail.signal.aborted) return;
    if (!isAway) tail.onAway(`${tail.url} does not answer; trying again until it does.`);
    isAway = true;
    await pause(retryMs, tail.signal);
    retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
  }
}

/** One turn at once, then one each time that the ledger has changed. Ends where the stream does. */
async function* changesOf(tail: ServiceTail): AsyncGenerator<void> {
  const { body } = await ask(tail, '/api/stream');
  const decoder = new TextDecoder();
  let rest = '';
  yield;
  for await (const chunk of body ?? []) {
    const events = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n');
    rest = (events.pop() ?? '').slice(-MAX_EVENT_CHARS);
    if (events.some((event) => /^event: (call|totals|reset)$/m.test(event))) yield;
  }
}

interface Listed {
  readonly id: string;
}

const listed = async (tail: ServiceTail): Promise<readonly Listed[]> => {
  const query = new URLSearchParams([
    ['period', 'all'],
    ['limit', String(MAX_LOOK)],
    ...tail.where.map((one): [string, string] => ['where', one]),
  ]);
  const { rows } = (await (await ask(tail, `/api/calls?${query}`)).json()) as { rows: readonly Listed[] };
  return rows;
};

/** As the API tells it: null for what is not known. */
const callOf = async (tail: ServiceTail, id: string): Promise<ShownCall> => {
  const { call } = (await (await ask(tail, `/api/calls/${id}`)).json()) as { call: Record<string, unknown> };
  const cost = call['cost'] as { listNanoUsd: number | null };
  const known = Object.fromEntries(Object.entries(call).filter(([, value]) => value !== null));
  return {
    ...known,
    modelCanonical: call['model'],
    cost: { ...cost, listNanoUsd: cost.listNanoUsd ?? undefined },
  } as unknown as ShownCall;
};

const ask = async ({ url, token, signal }: ServiceTail, path: string): Promise<Response> => {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}${path}`, { signal, headers });
  if (answer.ok) return answer;
  // Asking again would not help where it was refused; a service that starts or ends may say 5xx.
  const refused = answer.status >= 400 && answer.status < 500;
  if (!refused) throw new Error(`HTTP ${answer.status}`);
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `${url} refuses to tell of calls (HTTP ${answer.status}).`,
    hint:
      answer.status === 401
        ? 'Set METERLINE_TOKEN to its token.'
        : 'Check --where, and that it is Meterline.',
  });
};
