import { ERROR_CODES, type Fault } from '@meterline/core';
import type { Paint } from '../render/paint.ts';
import { plain, wrap } from '../render/text.ts';

const INDENT = 6;

/**
 * What a person sees of a fault: what is wrong, what to do, the code to search for. Wrapped to `width` columns in a
 * terminal; in a file each stays one line, so that it can be searched.
 */
export const faultText = (fault: Fault, paint: Paint, width: number | undefined): string => {
  const lines = (text: string): string[] => (width === undefined ? [text] : wrap(text, width - INDENT));
  const code = `[${fault.code}]`;
  const message = lines(`${plain(fault.message)} ${code}`).map((line) =>
    line.replace(code, paint.faint(code)),
  );
  const hint = fault.hint === undefined ? [] : lines(plain(fault.hint));
  return [...message, ...hint]
    .map((line, index) => `${index === 0 ? `${paint.bad('error')} ` : ' '.repeat(INDENT)}${line}\n`)
    .join('');
};

export const exitOf = (fault: Fault): number => ERROR_CODES[fault.code].exit;
