import type { Encoding, Signal } from './decode/decode.ts';
import { messageType } from './decode/protobuf-schema.ts';
import type { Received } from './receiver.ts';

/** Names of the counter in `Export*PartialSuccess`; on the wire they are the same field. */
const REJECTED = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
} as const;

const CONTENT_TYPES = { json: 'application/json', protobuf: 'application/x-protobuf' } as const;

/** `Export*ServiceResponse`: empty where everything was taken. */
export const exportResponse = ({ rejected, message }: Received, signal: Signal, encoding: Encoding) => {
  const isPartial = rejected > 0;
  if (encoding === 'json')
    return answer(
      200,
      encoding,
      JSON.stringify(
        isPartial ? { partialSuccess: { [REJECTED[signal]]: String(rejected), errorMessage: message } } : {},
      ),
    );
  const value = isPartial ? { partialSuccess: { rejected, errorMessage: message } } : {};
  return answer(200, encoding, encoded('ExportResponse', value));
};

/** `google.rpc.Status`: 400 says not to send it again, 503 to try again. */
export const failureResponse = (
  status: number,
  message: string,
  encoding: Encoding,
  headers: Readonly<Record<string, string>> = {},
): Response => {
  const value = { code: RPC_CODES[status] ?? RPC_UNKNOWN, message };
  const body = encoding === 'json' ? JSON.stringify(value) : encoded('RpcStatus', value);
  return answer(status, encoding, body, headers);
};

const RPC_UNKNOWN = 2;
/** INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNAVAILABLE. */
const RPC_CODES: Readonly<Record<number, number>> = { 400: 3, 413: 8, 415: 3, 503: 14 };

const encoded = (name: string, value: object): Uint8Array<ArrayBuffer> => {
  const type = messageType(name);
  return new Uint8Array(type.encode(type.fromObject(value)).finish());
};

const answer = (
  status: number,
  encoding: Encoding,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(body, { status, headers: { 'content-type': CONTENT_TYPES[encoding], ...headers } });
