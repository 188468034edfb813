export { type AwsFrameKind, awsFrameKind } from './aws-frame.ts';
export { present, wordOf } from './json-fields.ts';
export * from './provider-usage.ts';
export { responseKey } from './response-key.ts';
export { streamedTextBytes, tokensOfText } from './streamed-text.ts';
export { usageReader, WIRES, type Wire } from './usage-reader.ts';
export { wireOfAnswer } from './wire-of-answer.ts';
