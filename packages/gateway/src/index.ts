export * from './gateway.ts';
export type { GatewayBounds } from './limits.ts';
export { createGateway } from './proxy/create-gateway.ts';
export { createPassThrough, type PassThrough } from './proxy/pass-through.ts';
export * from './upstream.ts';
export { openaiCompatible, UPSTREAMS } from './upstreams/index.ts';
