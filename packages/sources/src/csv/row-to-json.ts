import { TOKEN_KINDS } from '@meterline/core';
import { cellBoolean, cellCount, cellText, cellTime, cellUsd } from '../read/csv-cells.ts';
import { isRecord } from '../read/fields.ts';
import { makerOf } from '../read/model-maker.ts';
import { type Columns, shapeOf, tagOf } from './columns.ts';

/** Provider of a row that names none and whose model tells none. */
const UNKNOWN_PROVIDER = 'unknown';

const CACHE_KINDS = ['cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'cacheWrite12h', 'cacheWrite'];

export interface RowJson {
  /** The row in Meterline's own JSON, to be read like any other call. */
  readonly call: Readonly<Record<string, unknown>>;
  /** The cached part was larger than the input that should include it; it was taken as it stands. */
  readonly disagrees: boolean;
}

/** One row by its columns. Empty cells and `-`, `n/a`, `null` are not reported; nothing is filled in with 0. */
export const rowToJson = (cells: readonly string[], columns: Columns): RowJson => {
  const call: Record<string, unknown> = {};
  const tokens: Record<string, unknown> = {};
  const tags: Record<string, unknown> = {};
  const put = (field: string, cell: string | undefined): void => {
    const value = cellValue(field, cell);
    const tag = tagOf(field);
    if (value === undefined) return;
    if (tag !== undefined) tags[tag] = value;
    else if (isTokenField(field)) tokens[field] = value;
    else call[field] = value;
  };
  for (const [field, value] of Object.entries(columns.fixed)) put(field, value);
  for (const [field, index] of Object.entries(columns.at)) put(field, cells[index]);
  const disagrees = takeCacheOut(tokens);
  call.tokens = tokens;
  if (Object.keys(tags).length > 0) call.tags = { ...(isRecord(call.tags) ? call.tags : {}), ...tags };
  call.provider ??= makerOf(String(call.model ?? '')) ?? UNKNOWN_PROVIDER;
  return { call, disagrees };
};

const isTokenField = (field: string): boolean =>
  field === 'inputWithCache' || (TOKEN_KINDS as readonly string[]).includes(field);

const cellValue = (field: string, cell: string | undefined): unknown => {
  switch (shapeOf(field)) {
    case 'count':
      return cellCount(cell);
    case 'usd':
      return cellUsd(cell);
    case 'time':
      return cellTime(cell);
    case 'boolean':
      return cellBoolean(cell);
    case 'json':
      return jsonIn(cellText(cell));
    default:
      return cellText(cell);
  }
};

/** The value of a JSON cell; text that is none stays, to be refused by its reader. */
const jsonIn = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
};

/** Turns an input that includes the cached part into the uncached one. */
const takeCacheOut = (tokens: Record<string, unknown>): boolean => {
  const whole = tokens.inputWithCache;
  delete tokens.inputWithCache;
  if (typeof whole !== 'number') {
    if (whole !== undefined) tokens.input = whole;
    return false;
  }
  const cached = CACHE_KINDS.reduce((sum, kind) => sum + countIn(tokens[kind]), 0);
  tokens.input = Math.max(0, whole - cached);
  return cached > whole;
};

const countIn = (value: unknown): number => (typeof value === 'number' ? value : 0);
