import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Fault, MeterlineError } from '@meterline/core';
import { errnoOf } from '../files/files.ts';
import { isBadCompression } from './inflate.ts';
import { MAX_UPLOAD_BYTES } from './limits.ts';

/** Writes what comes to a file, at most so many bytes. Throws what is wrong with it as a fault. */
export const receive = async (
  bytes: AsyncIterable<Uint8Array>,
  path: string,
  most: number = MAX_UPLOAD_BYTES,
): Promise<void> => {
  try {
    // Opened before anything can fail: a stream that is given up while it opens would leave its file behind.
    const file = await open(path, 'wx', 0o600);
    await pipeline(bounded(bytes, most), file.createWriteStream());
  } catch (error) {
    const fault = faultFor(error);
    throw fault === undefined ? error : new MeterlineError(fault);
  }
};

/** Passes bytes on until they are too many. */
export async function* bounded(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > most) throw new MeterlineError(tooLarge(most));
    yield piece;
  }
}

export const tooLarge = (most: number): Fault => ({
  code: 'BODY_TOO_LARGE',
  message: `A file may have ${most} bytes, also when it is inflated.`,
  hint: 'Send it in parts, or import it where it lies: meterline import FILE.',
});

const faultFor = (error: unknown): Fault | undefined => {
  if (isBadCompression(error))
    return { code: 'REQUEST_INVALID', message: 'The file is not valid gzip or zstd.' };
  const code = errnoOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return { code: 'LEDGER_FULL', message: 'The disk has no room for the file.' };
  // Whoever sent it has gone: nobody reads the answer.
  if (/^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE|ABORT_ERR)$/.test(code))
    return { code: 'REQUEST_INVALID', message: 'The file breaks off.' };
  return undefined;
};
