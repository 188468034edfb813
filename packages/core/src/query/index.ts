export * from './filter-text.ts';
export * from './usage-query.ts';
