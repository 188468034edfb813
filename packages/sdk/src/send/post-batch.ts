import { GZIP_FROM_CHARS, SEND_TIMEOUT_MS } from '../limits.ts';
import type { Address } from './address.ts';

/** `taken`: in the ledger. `refused`: it will never be. `away`: nobody who can take it answered; sending again is right. */
export type Posted =
  | { readonly outcome: 'taken'; readonly rejected: number }
  | { readonly outcome: 'refused' | 'away'; readonly status: number | undefined };

export const postBatch = async (
  lines: readonly string[],
  { endpoint, headers }: Address,
  keepalive: boolean,
): Promise<Posted> => {
  try {
    const text = lines.join('\n');
    const isPacked = text.length >= GZIP_FROM_CHARS && typeof CompressionStream !== 'undefined';
    const answer = await globalThis.fetch(`${endpoint}/api/events`, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/x-ndjson',
        ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
      },
      body: isPacked ? await packed(text) : text,
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      ...(keepalive ? { keepalive } : {}),
    });
    const said = await answer.text();
    if (answer.ok) return { outcome: 'taken', rejected: rejectedOf(said) };
    return { outcome: isFinal(answer.status) ? 'refused' : 'away', status: answer.status };
  } catch {
    return { outcome: 'away', status: undefined };
  }
};

const packed = (text: string): Promise<ArrayBuffer> =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();

/** What says of these very calls that they are none. A wrong token or address can be put right, so those wait. */
const isFinal = (status: number): boolean => status === 400 || status === 413 || status === 422;

const rejectedOf = (said: string): number => {
  try {
    const { rejected } = JSON.parse(said) as { rejected?: unknown };
    return typeof rejected === 'number' ? rejected : 0;
  } catch {
    return 0;
  }
};
