export * from './ledger-facts.ts';
