export { openMemoryLedger } from './memory/memory-ledger.ts';
export * from './store.ts';
