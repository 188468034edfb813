import { addToBucket, type LatencyHistogram } from '@meterline/core';

/**
 * A histogram as bytes: for each bucket, in their order, how far it is from the one before and its calls, both as numbers
 * of 7 bits a byte, the lowest first, the eighth bit where more follow. A bucket mostly takes two bytes.
 */
export const histogramToBytes = (histogram: LatencyHistogram): Uint8Array => {
  const bytes: number[] = [];
  let before = 0;
  for (const [bucket, calls] of [...histogram].sort(([a], [b]) => a - b)) {
    writeNumber(bytes, bucket - before);
    writeNumber(bytes, calls);
    before = bucket;
  }
  return Uint8Array.from(bytes);
};

const writeNumber = (bytes: number[], value: number): void => {
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  bytes.push(left);
};

/** Adds the calls of a histogram that was written as bytes. */
export const addHistogramBytes = (to: LatencyHistogram, bytes: Uint8Array): void => {
  let bucket = 0;
  let at = 0;
  const read = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    bucket += read();
    addToBucket(to, bucket, read());
  }
};
