export { COLUMN_FIELDS, type ColumnMap } from './csv/columns.ts';
export { csvFile } from './csv/source.ts';
export * from './detect.ts';
export { walkFiles } from './read/walk.ts';
export * from './registry.ts';
export * from './source.ts';
