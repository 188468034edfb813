import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { type ProviderUsage, type UsageReader, usageReader, type Wire } from '@meterline/core';
import { MAX_TAP_LAG_BYTES } from '../limits.ts';
import { decoderFor } from './choose-decoder.ts';
import type { AnswerDecoder } from './decoder.ts';

/** Watches one answer. It never throws; what it cannot follow it drops, and says why. */
export interface Tap {
  push(chunk: Buffer): void;
  /** The answer has ended. `done` is called when everything was read: at once, unless the answer is compressed. */
  end(done: () => void): void;
  /** The answer has said its last word on usage. */
  readonly ended: boolean;
  readonly dropped: TapDrop | undefined;
  usage(): ProviderUsage | undefined;
}

export type TapDrop = 'lag' | 'fault' | 'encoding';

export interface TapFacts {
  readonly wire: Wire;
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly isStream: boolean;
}

export const createTap = (facts: TapFacts): Tap => {
  const reader = usageReader(facts.wire);
  const decoder = decoderFor(facts.wire, facts.contentType, facts.isStream, (value) => reader.read(value));
  return facts.contentEncoding === '' || facts.contentEncoding === 'identity'
    ? plainTap(reader, decoder)
    : inflatingTap(reader, decoder, facts.contentEncoding);
};

const plainTap = (reader: UsageReader, decoder: AnswerDecoder): Tap => {
  let dropped: TapDrop | undefined;
  const guard = (act: () => void): void => {
    if (dropped !== undefined) return;
    try {
      act();
    } catch {
      dropped = 'fault';
    }
  };
  return {
    push: (chunk) => guard(() => decoder.push(chunk)),
    end: (done) => {
      guard(() => decoder.end());
      done();
    },
    get ended() {
      return reader.ended || decoder.ended;
    },
    get dropped() {
      return dropped;
    },
    usage: () => reader.usage(),
  };
};

const INFLATERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** Decompresses beside the answer; a stream that is cut short still gives what it held. */
const inflatingTap = (reader: UsageReader, decoder: AnswerDecoder, encoding: string): Tap => {
  const make = INFLATERS[encoding];
  if (make === undefined) return droppedTap('encoding');
  const plain = plainTap(reader, decoder);
  const inflater = make();
  let dropped: TapDrop | undefined;
  let finish: () => void = () => {};
  let over = false;
  const close = (): void => {
    if (over) return;
    over = true;
    plain.end(() => finish());
  };
  inflater.on('data', (chunk: Buffer) => plain.push(chunk));
  inflater.on('end', close);
  inflater.on('error', () => {
    dropped = 'fault';
    close();
  });
  return {
    push: (chunk) => {
      if (dropped !== undefined || over) return;
      if (inflater.writableLength > MAX_TAP_LAG_BYTES) {
        dropped = 'lag';
        inflater.destroy();
        close();
      } else inflater.write(chunk);
    },
    end: (done) => {
      if (over) return done();
      finish = done;
      inflater.end();
    },
    get ended() {
      return plain.ended;
    },
    get dropped() {
      return dropped ?? plain.dropped;
    },
    usage: () => plain.usage(),
  };
};

const droppedTap = (dropped: TapDrop): Tap => ({
  push: () => {},
  end: (done) => done(),
  ended: false,
  dropped,
  usage: () => undefined,
});
