export * from './call-json.ts';
export * from './call-to-json.ts';
export * from './identity.ts';
export * from './instant.ts';
export * from './json-to-event.ts';
export * from './response-to-event.ts';
export * from './sent-to-event.ts';
