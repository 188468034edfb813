export * from './gateway.ts';
export * from './upstream.ts';
