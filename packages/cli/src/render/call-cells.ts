import { formatUsd, NANO_PER_USD } from '@meterline/core';
import { duration } from './number.ts';
import type { Paint } from './paint.ts';
import type { Cell } from './table.ts';

/** Cells that the lists of single calls have in common. */

export const callPrice = (listUsd: number | null, paint: Paint): Cell =>
  listUsd === null
    ? { text: 'no price', paint: paint.warn }
    : { text: formatUsd(Math.round(listUsd * NANO_PER_USD)), paint: paint.money };

export const latencyText = (latencyMs: number | null): string =>
  latencyMs === null ? '–' : duration(latencyMs);

/** `ok`, or what went wrong as the provider names it. */
export const callStatus = (
  { status, errorType }: { readonly status: string; readonly errorType: string | null },
  paint: Paint,
): Cell =>
  status === 'ok' ? { text: status, paint: paint.faint } : { text: errorType ?? status, paint: paint.warn };
