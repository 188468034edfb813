import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** A request's body: held whole where it is small enough, else what streams to the upstream as it comes. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'held'; readonly bytes: Buffer }
  | {
      readonly kind: 'stream';
      readonly stream: Readable;
      /** What had come of it before it was found to be too long. */
      readonly begun: readonly Buffer[];
    };

const NONE: RequestBody = { kind: 'none' };

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Hands the body over once: when it is whole, or at once where it is to stream. Never, when the client leaves before.
 *
 * @param most Bytes up to which it is held; 0: it streams whatever its size.
 */
export const readBody = (request: IncomingMessage, most: number, done: (body: RequestBody) => void): void => {
  if (!hasBody(request)) {
    done(NONE);
    return;
  }
  const length = Number(request.headers['content-length'] ?? 0);
  if (most === 0 || length > most) done({ kind: 'stream', stream: uploadOf(request, []), begun: [] });
  else holdBody(request, most, done);
};

const holdBody = (request: IncomingMessage, most: number, done: (body: RequestBody) => void): void => {
  const chunks: Buffer[] = [];
  let size = 0;
  const take = (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= most) return;
    // Its length was not said, and it is longer than is held: what came goes first, the rest as it comes.
    request.off('data', take).off('end', end);
    request.pause();
    done({ kind: 'stream', stream: uploadOf(request, chunks), begun: chunks });
  };
  const end = (): void =>
    done({ kind: 'held', bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) });
  // A client that leaves is told by the end of its connection.
  request
    .on('data', take)
    .on('end', end)
    .on('error', () => {});
};

/**
 * A stream of its own over the request: an upstream that has answered before it has read everything ends this one, and
 * not the client's connection, on which the answer is still to go. The rest of the request is then read and dropped.
 */
const uploadOf = (request: IncomingMessage, first: readonly Buffer[]): Readable => {
  const upload = new Readable({
    read: () => request.resume(),
    destroy: (error, done) => {
      request.off('data', take);
      request.resume();
      done(error);
    },
  });
  const take = (chunk: Buffer): void => {
    if (!upload.push(chunk)) request.pause();
  };
  for (const chunk of first) upload.push(chunk);
  request
    .on('data', take)
    .on('end', () => upload.push(null))
    .on('error', (error) => upload.destroy(error))
    .on('close', () => {
      if (!request.complete) upload.destroy(new Error('client left'));
    });
  return upload;
};
