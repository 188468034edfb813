export * from './book.ts';
export * from './cost.ts';
export * from './engine.ts';
export * from './explain.ts';
export * from './overrides.ts';
export * from './parse-overrides.ts';
export { PLAN_CACHE_LIMIT } from './plan-cache.ts';
export { priceRuleOf } from './price-rule.ts';
export type { ResolvedModel } from './resolve.ts';
