export * from './provider-usage.ts';
export { usageReader, WIRES, type Wire } from './usage-reader.ts';
