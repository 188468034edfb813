export { DEFAULT_HOST, DEFAULT_PORT, type ServeOptions, type Serving, serve } from '../http/serve.ts';
export { createHub, type EventHub, type HubListener, RING_EVENTS } from './hub.ts';
export type { LiveCall } from './live-call.ts';
export type * from './live-event.ts';
export { openService, type ServiceOptions } from './open-service.ts';
export type * from './service.ts';
