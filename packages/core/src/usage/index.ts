export * from './deep-equal.ts';
export * from './merge.ts';
export * from './priced-event.ts';
export * from './token-usage.ts';
export * from './usage-event.ts';
