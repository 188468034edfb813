export { matches } from './call/dimension-value.ts';
export { openMemoryLedger } from './memory/memory-ledger.ts';
export { openSqliteLedger, type SqliteLedgerOptions } from './sqlite/sqlite-ledger.ts';
export * from './store.ts';
