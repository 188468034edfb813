import { streamedTextBytes } from '@meterline/core';

export { tokensOfText } from '@meterline/core';

/** How many bytes of text one value of a stream carries. */
export const textBytes = (value: unknown): number => streamedTextBytes(value, bytesOf);

const encoder = new TextEncoder();

const bytesOf = (text: string): number =>
  /[^\u0000-\u007f]/.test(text) ? encoder.encode(text).length : text.length;
