export * from './format.ts';
export * from './nano-usd.ts';
export * from './rational.ts';
