import { addToBucket, type CallTimings, LATENCY_BUCKETS, type LatencyHistogram } from '@meterline/core';

/**
 * Timings as bytes, all in numbers of 7 bits a byte, the lowest first, the eighth bit where more follow:
 *
 *     generated tokens · generation µs · buckets of the latency · its buckets · buckets of the time to first token
 *
 * A bucket is how far it is from the one before and its calls, which mostly takes two bytes.
 */
export const timingsToBytes = (timings: CallTimings): Uint8Array => {
  const bytes: number[] = [];
  writeNumber(bytes, timings.generatedTokens);
  writeNumber(bytes, timings.generationMicros);
  writeNumber(bytes, timings.latency.size);
  writeBuckets(bytes, timings.latency);
  writeBuckets(bytes, timings.firstToken);
  return Uint8Array.from(bytes);
};

const writeBuckets = (bytes: number[], histogram: LatencyHistogram): void => {
  let before = 0;
  for (const [bucket, calls] of [...histogram].sort(([a], [b]) => a - b)) {
    writeNumber(bytes, bucket - before);
    writeNumber(bytes, calls);
    before = bucket;
  }
};

const writeNumber = (bytes: number[], value: number): void => {
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  bytes.push(left);
};

/** Adds up the bytes of many rows: into arrays, because a question may read thousands of rows of each route. */
export interface TimingSum {
  add(bytes: Uint8Array): void;
  /** Adds all of it to some timings, and starts afresh. */
  drain(to: CallTimings): void;
}

export const createTimingSum = (): TimingSum => {
  const latency = createBuckets();
  const firstToken = createBuckets();
  let tokens = 0;
  let micros = 0;
  return {
    add: (bytes) => {
      const reader = { bytes, at: 0 };
      tokens += readNumber(reader);
      micros += readNumber(reader);
      latency.add(reader, readNumber(reader));
      firstToken.add(reader, Number.POSITIVE_INFINITY);
    },
    drain: (to) => {
      to.generatedTokens += tokens;
      to.generationMicros += micros;
      tokens = 0;
      micros = 0;
      latency.drain(to.latency);
      firstToken.drain(to.firstToken);
    },
  };
};

/** Where reading some bytes has come to. */
interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

const readNumber = (reader: Reader): number => {
  const first = reader.bytes[reader.at++]!;
  if (first < 0x80) return first;
  let value = first & 0x7f;
  for (let factor = 0x80; ; factor *= 0x80) {
    const byte = reader.bytes[reader.at++]!;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
  }
};

const createBuckets = () => {
  const calls = new Float64Array(LATENCY_BUCKETS);
  let first = LATENCY_BUCKETS;
  let last = -1;
  return {
    /** That many buckets, or all up to the end of the bytes. */
    add: (reader: Reader, count: number): void => {
      let bucket = 0;
      for (let i = 0; i < count && reader.at < reader.bytes.length; i++) {
        bucket += readNumber(reader);
        calls[bucket]! += readNumber(reader);
        if (i === 0) first = Math.min(first, bucket);
      }
      if (bucket > last) last = bucket;
    },
    drain: (to: LatencyHistogram): void => {
      for (let bucket = first; bucket <= last; bucket++) {
        if (calls[bucket] !== 0) addToBucket(to, bucket, calls[bucket]!);
        calls[bucket] = 0;
      }
      first = LATENCY_BUCKETS;
      last = -1;
    },
  };
};
