import { crc32 } from 'node:zlib';
import type { MeteredCall } from '@meterline/gateway';

/**
 * One call in a spool file, a line each:
 *
 *     3f2a90c1 {"event":{…},"quota":[…]}⏎
 *     └──┬───┘
 *     CRC-32 of the JSON, 8 hex digits: a line that a kill cut short is known by it
 */
export const spoolLine = (call: MeteredCall): string => {
  const json = JSON.stringify(call);
  return `${checksum(json)} ${json}\n`;
};

const CHECKSUM_DIGITS = 8;
const checksum = (json: string): string => crc32(json).toString(16).padStart(CHECKSUM_DIGITS, '0');

/** Undefined for a line that is not whole. */
export const callOfLine = (line: string): MeteredCall | undefined => {
  const json = line.slice(CHECKSUM_DIGITS + 1);
  if (line.slice(0, CHECKSUM_DIGITS) !== checksum(json)) return undefined;
  return JSON.parse(json) as MeteredCall;
};
