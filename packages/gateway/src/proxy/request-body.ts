import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { MAX_HELD_BODY_BYTES } from '../limits.ts';

/** A request's body: held whole where it is small enough, else what streams to the upstream as it comes. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'held'; readonly bytes: Buffer }
  | { readonly kind: 'stream'; readonly stream: Readable };

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Rejects when the client leaves before its body is there. */
export const requestBody = async (request: IncomingMessage, hold: boolean): Promise<RequestBody> => {
  if (!hasBody(request)) return { kind: 'none' };
  const length = Number(request.headers['content-length'] ?? 0);
  if (!hold || length > MAX_HELD_BODY_BYTES) return { kind: 'stream', stream: request };
  const chunks: Buffer[] = [];
  let size = 0;
  const rest = request[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = (await rest.next()) as IteratorResult<Buffer>;
    if (done === true) break;
    chunks.push(value);
    size += value.length;
    // Its length was not said, and it is longer than is held: what came goes first, the rest as it comes.
    if (size > MAX_HELD_BODY_BYTES) return { kind: 'stream', stream: Readable.from(joined(chunks, rest)) };
  }
  return { kind: 'held', bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) };
};

async function* joined(chunks: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
