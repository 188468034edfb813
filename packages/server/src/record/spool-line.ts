import { crc32 } from 'node:zlib';
import type { UsageEvent } from '@meterline/core';
import type { CallBatch } from './recorder.ts';

/**
 * One call in a spool file, a line each:
 *
 *     3f2a90c1 {"keys":[…],"startedAt":…}⏎
 *     └──┬───┘
 *     CRC-32 of the JSON, 8 hex digits: a line that a kill cut short is known by it
 */
export const spoolLine = (event: UsageEvent): string => {
  const json = JSON.stringify(event);
  return `${checksum(json)} ${json}\n`;
};

const CHECKSUM_DIGITS = 8;
const checksum = (json: string): string => crc32(json).toString(16).padStart(CHECKSUM_DIGITS, '0');

/** The calls of a batch. */
export const eventsOfBatch = (calls: CallBatch): readonly UsageEvent[] =>
  calls instanceof Uint8Array ? eventsOfLines(calls) : calls;

/** The calls of some lines. One that is not whole is the last, cut by a kill while it was written, and is passed over. */
export const eventsOfLines = (lines: Uint8Array): readonly UsageEvent[] =>
  Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength)
    .toString('utf8')
    .split('\n')
    .flatMap((line) => eventOfLine(line) ?? []);

/** Undefined for a line that is not whole. */
export const eventOfLine = (line: string): UsageEvent | undefined => {
  const json = line.slice(CHECKSUM_DIGITS + 1);
  if (line.slice(0, CHECKSUM_DIGITS) !== checksum(json)) return undefined;
  return JSON.parse(json) as UsageEvent;
};
