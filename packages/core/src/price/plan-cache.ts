import type { CallPlan, PlanRequest } from './compile.ts';

/** Distinct (provider, model, flags) kept. A user has dozens; a hostile sender must not fill the memory. */
export const PLAN_CACHE_LIMIT = 4096;

const SEPARATOR = '\u0000';

const keyOf = (r: PlanRequest): string =>
  r.provider +
  SEPARATOR +
  r.model +
  SEPARATOR +
  (r.serviceTier ?? '') +
  SEPARATOR +
  (r.speed ?? '') +
  SEPARATOR +
  (r.region ?? '') +
  (r.batch === true ? SEPARATOR : '');

/** Compiles each plan once. When full, the oldest goes: a Map iterates in insertion order. */
export const cachePlans = (
  compile: (request: PlanRequest) => CallPlan,
  limit = PLAN_CACHE_LIMIT,
): ((request: PlanRequest) => CallPlan) => {
  const plans = new Map<string, CallPlan>();
  return (request) => {
    const key = keyOf(request);
    const known = plans.get(key);
    if (known !== undefined) return known;
    const plan = compile(request);
    if (plans.size >= limit) plans.delete(plans.keys().next().value!);
    if (limit > 0) plans.set(key, plan);
    return plan;
  };
};
