import { addToBucket, type CallTimings, LATENCY_BUCKETS, type LatencyHistogram } from '@meterline/core';

/**
 * Timings as bytes, all in numbers of 7 bits a byte, the lowest first, the eighth bit where more follow:
 *
 *     generated tokens · generation µs · buckets of the latency · its buckets · buckets of the time to first token
 *
 * A bucket is how far it is from the one before and its calls, which mostly takes two bytes.
 */
export const timingsToBytes = (timings: CallTimings): Uint8Array => movedTimings(NO_BYTES, timings);

/** No tokens, no time, no buckets. */
export const NO_BYTES: Uint8Array = Uint8Array.of(0, 0, 0);

/**
 * The bytes of a row that other timings are added to, or taken off from: bucket by bucket as both lie in their order.
 * `NO_BYTES` alike where nothing is left.
 */
export const movedTimings = (row: Uint8Array, moved: CallTimings): Uint8Array => {
  const reader = { bytes: row, at: 0 };
  const bytes: number[] = [];
  writeNumber(bytes, readNumber(reader) + moved.generatedTokens);
  writeNumber(bytes, readNumber(reader) + moved.generationMicros);
  const latency = movedBuckets(reader, readNumber(reader), moved.latency);
  writeNumber(bytes, latency.length / 2);
  writeBuckets(bytes, latency);
  writeBuckets(bytes, movedBuckets(reader, Number.POSITIVE_INFINITY, moved.firstToken));
  return Uint8Array.from(bytes);
};

/** Buckets and their calls in turns. Of the row that many, or all up to the end of its bytes. */
const movedBuckets = (reader: Reader, count: number, moved: LatencyHistogram): readonly number[] => {
  const added = [...moved].sort(([a], [b]) => a - b);
  const buckets: number[] = [];
  let next = 0;
  const addBelow = (end: number): void => {
    for (; next < added.length && added[next]![0] < end; next++) buckets.push(...added[next]!);
  };
  let bucket = 0;
  for (let i = 0; i < count && reader.at < reader.bytes.length; i++) {
    bucket += readNumber(reader);
    let calls = readNumber(reader);
    addBelow(bucket);
    if (added[next]?.[0] === bucket) calls += added[next++]![1];
    if (calls !== 0) buckets.push(bucket, calls);
  }
  addBelow(Number.POSITIVE_INFINITY);
  return buckets;
};

const writeBuckets = (bytes: number[], buckets: readonly number[]): void => {
  let before = 0;
  for (let i = 0; i < buckets.length; i += 2) {
    writeNumber(bytes, buckets[i]! - before);
    writeNumber(bytes, buckets[i + 1]!);
    before = buckets[i]!;
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
