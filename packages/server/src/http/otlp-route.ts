import { gunzip } from 'node:zlib';
import { faultOf } from '@meterline/core';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { exportResponse, failureResponse } from '../otlp/answers.ts';
import { type Encoding, SIGNALS, type Signal } from '../otlp/decode/decode.ts';
import { MAX_OTLP_BYTES, RETRY_AFTER_SECONDS } from '../otlp/limits.ts';
import type { OtlpReceiver } from '../otlp/receiver.ts';
import type { AppEnv } from './app.ts';
import { problemResponse } from './problem.ts';

/** Where exporters send when they are given the address of this server as their endpoint. */
export const OTLP_PATHS: readonly string[] = SIGNALS.map((signal) => `/v1/${signal}`);

const TOO_LARGE = `A body may have ${MAX_OTLP_BYTES} bytes, also when it is inflated.`;

export const boundedOtlp: MiddlewareHandler<AppEnv> = bodyLimit({
  maxSize: MAX_OTLP_BYTES,
  onError: (c) => failureResponse(413, TOO_LARGE, encodingOf(c) ?? 'json', { connection: 'close' }),
});

/** Other types are those that a page of another site may send without asking. */
const encodingOf = (c: Context): Encoding | undefined => {
  const type = c.req.header('content-type') ?? '';
  if (/^application\/json\s*(;|$)/i.test(type)) return 'json';
  return /^application\/x-protobuf\s*(;|$)/i.test(type) ? 'protobuf' : undefined;
};

/** OTLP/HTTP: 200 when the calls are in the ledger; 400 for what will never be right; 503 while nothing can be written. */
export const answerOtlp = async (c: Context<AppEnv>, receiver: OtlpReceiver): Promise<Response> => {
  const encoding = encodingOf(c);
  if (encoding === undefined)
    return problemResponse({
      code: 'BODY_NOT_JSON',
      message: 'OpenTelemetry is sent with content-type application/json or application/x-protobuf.',
    });
  const signal = c.req.path.slice('/v1/'.length) as Signal;
  const inflated = await inflate(
    Buffer.from(await c.req.arrayBuffer()),
    c.req.header('content-encoding')?.toLowerCase() ?? 'identity',
  );
  if (!Buffer.isBuffer(inflated)) return failureResponse(inflated.status, inflated.message, encoding);
  try {
    const received = await receiver.receive(inflated, encoding, signal);
    return received.ok
      ? exportResponse(received.value, signal, encoding)
      : failureResponse(400, received.fault.message, encoding);
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    return failureResponse(503, fault.message, encoding, { 'retry-after': String(RETRY_AFTER_SECONDS) });
  }
};

interface Refused {
  readonly status: 400 | 413;
  readonly message: string;
}

const inflate = (body: Buffer, encoding: string): Promise<Buffer | Refused> | Buffer | Refused => {
  if (encoding === 'identity' || encoding === '') return body;
  if (encoding !== 'gzip') return { status: 400, message: 'A body may be compressed with gzip only.' };
  return new Promise((resolve) => {
    gunzip(body, { maxOutputLength: MAX_OTLP_BYTES }, (error, inflated) => {
      if (error === null) resolve(inflated);
      else if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
        resolve({ status: 413, message: TOO_LARGE });
      else resolve({ status: 400, message: 'The body is not valid gzip.' });
    });
  });
};
