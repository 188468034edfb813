import { type ProviderUsage, tokensOfText, type UsageReader, usageReader, type Wire } from '@meterline/core';
import { MAX_TAP_LAG_BYTES } from '../limits.ts';
import { decoderFor } from './choose-decoder.ts';
import type { AnswerDecoder, TextWatcher } from './decoder.ts';
import { inflaterOf } from './inflater.ts';
import { TextMeter } from './text-meter.ts';

/** Watches one answer. It never throws; what it cannot follow it drops, and says why. */
export interface Tap {
  push(chunk: Buffer): void;
  /** The answer has ended. `done` is called when everything was read: at once, unless the answer is compressed. */
  end(done: () => void): void;
  /** The answer has said its last word on usage. */
  ended(): boolean;
  dropped(): TapDrop | undefined;
  usage(): ProviderUsage | undefined;
  /**
   * Output by the size of the text that was streamed, for an answer that broke off. Undefined where nothing came, or where
   * the wire says its counts as it goes.
   */
  estimatedOutput(): number | undefined;
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
  const meter = new TextMeter();
  const measures = facts.isStream && !COUNTS_AS_IT_GOES.has(facts.wire);
  const decoder = decoderFor(
    facts.wire,
    facts.contentType,
    facts.isStream,
    (value) => {
      reader.read(value);
      if (measures) meter.read(value);
    },
    measures ? meter : NO_TEXT,
  );
  const plain = plainTap(reader, decoder, meter);
  return facts.contentEncoding === '' || facts.contentEncoding === 'identity'
    ? plain
    : inflatingTap(plain, facts.contentEncoding);
};

const NO_TEXT: TextWatcher = { pass: () => {}, passEvents: () => {} };

/** What these said last is nearer to the truth than any estimate. */
const COUNTS_AS_IT_GOES: ReadonlySet<Wire> = new Set(['gemini']);

const plainTap = (reader: UsageReader, decoder: AnswerDecoder, meter: TextMeter): Tap => {
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
    ended: () => reader.ended() || decoder.ended(),
    dropped: () => dropped,
    usage: () => reader.usage(),
    estimatedOutput: () => (meter.bytes === 0 ? undefined : tokensOfText(meter.bytes)),
  };
};

/** Decompresses beside the answer; a stream that is cut short still gives what it held. */
const inflatingTap = (plain: Tap, encoding: string): Tap => {
  const inflater = inflaterOf(encoding);
  if (inflater === undefined) return droppedTap('encoding');
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
    ended: () => plain.ended(),
    dropped: () => dropped ?? plain.dropped(),
    usage: () => plain.usage(),
    estimatedOutput: () => plain.estimatedOutput(),
  };
};

const droppedTap = (dropped: TapDrop): Tap => ({
  push: () => {},
  end: (done) => done(),
  ended: () => false,
  dropped: () => dropped,
  usage: () => undefined,
  estimatedOutput: () => undefined,
});
