export * from './error/index.ts';
export * from './ledger/index.ts';
export * from './model/index.ts';
export * from './money/index.ts';
export * from './price/index.ts';
export * from './query/index.ts';
export * from './time/index.ts';
export * from './usage/index.ts';
