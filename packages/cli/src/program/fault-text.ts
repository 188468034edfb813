import { ERROR_CODES, type Fault } from '@meterline/core';
import type { Paint } from '../render/paint.ts';
import { plain } from '../render/text.ts';

/** The two or three lines that a person sees of a fault: what is wrong, what to do, the code to search for. */
export const faultText = (fault: Fault, paint: Paint): string => {
  const lines = [
    `${paint.bad('error')} ${plain(fault.message)} ${paint.faint(`[${fault.code}]`)}`,
    ...(fault.hint === undefined ? [] : [`      ${plain(fault.hint)}`]),
  ];
  return `${lines.join('\n')}\n`;
};

export const exitOf = (fault: Fault): number => ERROR_CODES[fault.code].exit;
