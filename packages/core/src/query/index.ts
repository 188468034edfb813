export * from './usage-query.ts';
