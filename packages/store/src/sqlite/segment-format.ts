/**
 * The columns of a sealed day (see `segment-parts.ts`).
 *
 *     measures     ┌ width of each, 1 byte: 0 (all zero) 1 2 4 8 ┬ padding to 8 ┬ column ┬ column ┬ …
 *     dimension    ┌ values n, u32 ┬ width of codes, u32 ┬ n ids of names, u32 ┬ a code for each row
 *
 * Columns are as narrow as the day allows (width 8 is a float: exact to 2^53) and begin at multiples of 8 bytes.
 * A dimension's codes count its own values of that day, so a scan groups by plain array positions.
 */
export interface DimensionColumn {
  /** Ids of names by code. */
  readonly values: Uint32Array;
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
}

export type MeasureColumn = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const ALIGNMENT = 8;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

export const packMeasures = (all: readonly ArrayLike<number>[]): Uint8Array => {
  const columns = all.map(narrow);
  const header = aligned(all.length);
  const size = columns.reduce((sum, column) => sum + aligned(column?.byteLength ?? 0), header);
  const bytes = new Uint8Array(size);
  let at = header;
  columns.forEach((column, measure) => {
    if (column === undefined) return;
    bytes[measure] = column.BYTES_PER_ELEMENT;
    bytes.set(new Uint8Array(column.buffer), at);
    at += aligned(column.byteLength);
  });
  return bytes;
};

/** Columns by measure; `undefined` is all zero. */
export const unpackMeasures = (
  data: Uint8Array,
  rows: number,
  measures: number,
): (MeasureColumn | undefined)[] => {
  const bytes = atStart(data);
  let at = aligned(measures);
  return Array.from({ length: measures }, (_, measure) => {
    const width = bytes[measure]!;
    if (width === 0) return undefined;
    const column = view(bytes.buffer, at, rows, width);
    at += aligned(rows * width);
    return column;
  });
};

export const packDimension = (ids: readonly number[]): Uint8Array => {
  const codeOf = new Map<number, number>();
  for (const id of ids) if (!codeOf.has(id)) codeOf.set(id, codeOf.size);
  const width = codeOf.size <= 0x100 ? 1 : codeOf.size <= 0x10000 ? 2 : 4;
  const start = aligned(8 + codeOf.size * 4);
  const bytes = new Uint8Array(start + ids.length * width);
  new Uint32Array(bytes.buffer, 0, 2).set([codeOf.size, width]);
  new Uint32Array(bytes.buffer, 8, codeOf.size).set([...codeOf.keys()]);
  const codes = view(bytes.buffer, start, ids.length, width);
  for (let row = 0; row < ids.length; row++) codes[row] = codeOf.get(ids[row]!)!;
  return bytes;
};

export const unpackDimension = (data: Uint8Array): DimensionColumn => {
  const bytes = atStart(data);
  const [count, width] = new Uint32Array(bytes.buffer, 0, 2) as unknown as [number, number];
  const start = aligned(8 + count * 4);
  const codes = view(bytes.buffer, start, (bytes.byteLength - start) / width, width);
  return { values: new Uint32Array(bytes.buffer, 8, count), codes: codes as DimensionColumn['codes'] };
};

/** The narrowest column that holds all values; `undefined` where all are zero. */
const narrow = (values: ArrayLike<number>): MeasureColumn | undefined => {
  let max = 0;
  let whole = true;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value > max) max = value;
    if (value < 0 || !Number.isInteger(value)) whole = false;
  }
  if (whole && max === 0) return undefined;
  if (!whole || max > 0xffffffff) return Float64Array.from(values);
  if (max > 0xffff) return Uint32Array.from(values);
  return max > 0xff ? Uint16Array.from(values) : Uint8Array.from(values);
};

const view = (buffer: ArrayBufferLike, at: number, rows: number, width: number): MeasureColumn => {
  if (width === 1) return new Uint8Array(buffer, at, rows);
  if (width === 2) return new Uint16Array(buffer, at, rows);
  return width === 4 ? new Uint32Array(buffer, at, rows) : new Float64Array(buffer, at, rows);
};

/** Views need their own buffer from its beginning. */
const atStart = (data: Uint8Array): Uint8Array => (data.byteOffset === 0 ? data : data.slice());
