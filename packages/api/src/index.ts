export { openApiDocument } from './openapi.ts';
export * from './routes/index.ts';
export { problem } from './schemas/answer.ts';
export { liveCall } from './schemas/call.ts';
