import type { CallPlan, PlanRequest } from './compile.ts';

/** Distinct (provider, model, flags) kept. A user has dozens; a hostile sender must not fill the memory. */
export const PLAN_CACHE_LIMIT = 4096;
/** Plans of one model name, which are searched one by one: providers, tiers, speeds and regions that it came with. */
const PLANS_PER_NAME = 16;

interface KeptPlan {
  readonly request: PlanRequest;
  readonly plan: CallPlan;
}

const isSame = (a: PlanRequest, b: PlanRequest): boolean =>
  a.provider === b.provider &&
  a.serviceTier === b.serviceTier &&
  a.speed === b.speed &&
  a.region === b.region &&
  (a.batch === true) === (b.batch === true);

/** Only what the plan depends on: a whole call must not be kept alive by the cache. */
const requestOf = (call: PlanRequest): PlanRequest => {
  const { provider, model, serviceTier, speed, region, batch } = call;
  return {
    provider,
    model,
    ...(serviceTier === undefined ? {} : { serviceTier }),
    ...(speed === undefined ? {} : { speed }),
    ...(region === undefined ? {} : { region }),
    ...(batch === undefined ? {} : { batch }),
  };
};

/**
 * Compiles each plan once. By name first, then by comparing: joining the parts to one key would cost more than the
 * arithmetic. When full, the name that came first goes (a Map iterates in insertion order).
 */
export const cachePlans = (
  compile: (request: PlanRequest) => CallPlan,
  limit = PLAN_CACHE_LIMIT,
): ((request: PlanRequest) => CallPlan) => {
  const names = new Map<string, KeptPlan[]>();
  const keep = (request: PlanRequest, plan: CallPlan): void => {
    const plans = names.get(request.model) ?? [];
    if (plans.length >= PLANS_PER_NAME) plans.shift();
    plans.push({ request, plan });
    if (!names.has(request.model) && names.size * PLANS_PER_NAME >= limit)
      names.delete(names.keys().next().value!);
    names.set(request.model, plans);
  };
  return (call) => {
    const plans = names.get(call.model);
    if (plans !== undefined) for (const kept of plans) if (isSame(kept.request, call)) return kept.plan;
    const request = requestOf(call);
    const plan = compile(request);
    if (limit > 0) keep(request, plan);
    return plan;
  };
};
