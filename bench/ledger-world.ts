import type { Attribution, PricedEvent, RequestFacts } from '@meterline/core';

/** A world of calls for the ledger's benches: the same on every machine, with dimensions that hang together. */
export interface WorldOptions {
  readonly calls: number;
  readonly sessions: number;
  readonly days: number;
  readonly seed: number;
  /** `files`: session after session, as an import reads them. `time`: as several sessions at once log them. */
  readonly order?: 'files' | 'time';
  /** `steady`: evenly over the session, so in many quarters of an hour. `bursts`: as people work, with pauses between. */
  readonly pace?: 'steady' | 'bursts';
  /**
   * Sessions that name a feature, two of three, are of a program's own: each feature asks two models, and its calls say how
   * long they took, as the gateway's do. Else none does.
   */
  readonly timed?: boolean;
}

export const WORLD_START = Date.parse('2026-03-01T00:00:00Z');
export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const APPS = ['claude-code', 'codex', 'openclaw', 'opencode', 'gemini-cli', 'cline', 'goose', 'amp'];
const USERS = 200;
const TENANTS = 20;
const PROJECTS = 100;
const MODELS = 30;
const FEATURES = 40;
const BRANCHES = 5;
const PROJECTS_OF_A_USER = 4;

/** Whole numbers below a bound, evenly, from a seed (xorshift: fast, and good enough to shape a load). */
export const numbers = (seed: number): ((below: number) => number) => {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 0x1_0000_0000) * below);
  };
};

/** What all calls of a session share, and when they happen. */
interface Session {
  readonly fields: Attribution & RequestFacts & Pick<PricedEvent, 'source'>;
  readonly models: readonly number[];
  readonly startedAt: number;
  readonly lengthMs: number;
  readonly calls: number;
  /** Each burst of it is a task. */
  readonly hasTasks: boolean;
}

/** Batches of the world's calls, day by day. */
export function* worldBatches(options: WorldOptions, batchSize: number): Generator<PricedEvent[]> {
  const below = numbers(options.seed);
  const aDay = options.sessions / options.days;
  let made = 0;
  let session = 0;
  for (let day = 0; day < options.days; day++) {
    const calls: PricedEvent[] = [];
    for (; session < Math.round(aDay * (day + 1)); session++) {
      const upTo = Math.round(((session + 1) * options.calls) / options.sessions);
      const next = makeSession(session, day, upTo - made, below);
      addCalls(calls, options.timed === true ? ofFeature(next) : next, made, options, below);
      made = upTo;
    }
    if (options.order !== 'files') calls.sort((a, b) => a.startedAt - b.startedAt);
    for (let i = 0; i < calls.length; i += batchSize) yield calls.slice(i, i + batchSize);
  }
}

const makeSession = (index: number, day: number, calls: number, below: (n: number) => number): Session => {
  const user = below(USERS);
  const app = APPS[Math.min(below(APPS.length), below(APPS.length))]!;
  const project = (user * 7 + below(PROJECTS_OF_A_USER) * 13) % PROJECTS;
  const models = Array.from({ length: 1 + below(3) }, () => Math.min(below(MODELS), below(MODELS)));
  const fields = {
    app,
    source: app,
    machine: `machine-${user}`,
    project: `/home/user-${user}/project-${project}`.slice(
      project % 2 === 0 ? 0 : `/home/user-${user}`.length,
    ),
    branch: below(2) === 0 ? 'main' : `branch-${below(BRANCHES)}`,
    session: `5f0c2a7e-0000-4000-8000-${String(index).padStart(12, '0')}`,
    user: `user-${user}`,
    tenant: `tenant-${user % TENANTS}`,
    ...(index % 3 === 0 ? {} : { feature: `feature-${below(FEATURES)}` }),
    ...(index % 4 === 1 ? { agent: `agent-${index % 7}` } : {}),
    ...(index % 5 === 0 ? { tags: { team: `team-${user % 7}` } } : {}),
  };
  const startedAt = WORLD_START + day * DAY_MS + below(DAY_MS);
  return { fields, models, startedAt, lengthMs: HOUR_MS * (1 + below(4)), calls, hasTasks: index % 4 === 2 };
};

/** A session as a program has it whose features each ask two models. */
const ofFeature = (session: Session): Session => {
  const { feature } = session.fields;
  if (feature === undefined) return session;
  const number = Number(feature.slice('feature-'.length));
  const app = APPS[number % APPS.length]!;
  return {
    ...session,
    fields: { ...session.fields, app, source: app },
    models: [number % MODELS, (number * 7 + 3) % MODELS],
  };
};

const addCalls = (
  to: PricedEvent[],
  session: Session,
  firstKey: number,
  { pace, timed = false }: WorldOptions,
  below: (n: number) => number,
): void => {
  const { fields, models, startedAt, lengthMs, calls, hasTasks } = session;
  for (let i = 0; i < calls; i++) {
    const model = models[Math.floor((i * models.length) / calls)]!;
    const tokens = {
      input: below(2_000),
      cacheRead: below(150_000),
      cacheWrite5m: below(8_000),
      output: 1 + below(3_000),
      ...(model % 3 === 0 ? { reasoning: below(500) } : {}),
    };
    to.push({
      ...fields,
      // Logs that are imported name none.
      ...(timed && hasTasks ? taskOf(fields.session, i, calls) : {}),
      ...callOf(model, tokens, firstKey + i),
      ...(timed && fields.feature !== undefined ? timesOf(model, tokens.output, firstKey + i) : {}),
      startedAt:
        startedAt + (pace === 'bursts' ? offsetOf(i, calls, lengthMs) : Math.floor((lengthMs * i) / calls)),
    });
  }
};

/** Each model writes at its own pace, after a wait that differs; one of four answers is not streamed. */
const timesOf = (model: number, output: number, key: number): RequestFacts => {
  const timeToFirstTokenMs = 200 + (Math.imul(key, 2_654_435_761) >>> 20);
  const latencyMs = timeToFirstTokenMs + output * (4 + model);
  return key % 4 === 0 ? { latencyMs } : { latencyMs, timeToFirstTokenMs };
};

/** Calls of a burst follow each other within a minute; then there is a pause that no short cache survives. */
const BURSTS = 4;
const CALL_GAP_MS = 60_000;

const taskOf = (session: string | undefined, call: number, calls: number) => ({
  task: `task-${session?.slice(-6)}-${Math.floor(call / Math.ceil(calls / BURSTS))}`,
  latencyMs: 800 + (call % 40) * 310,
});

const offsetOf = (call: number, calls: number, lengthMs: number): number => {
  const aBurst = Math.ceil(calls / BURSTS);
  const burst = Math.floor(call / aBurst);
  const gap = Math.min(CALL_GAP_MS, lengthMs / (2 * BURSTS * aBurst));
  return Math.floor((burst * lengthMs) / BURSTS + (call - burst * aBurst) * gap);
};

const callOf = (model: number, tokens: PricedEvent['tokens'], key: number) => {
  const name = `model-${model}`;
  const list =
    (tokens.input! * 5 + tokens.output! * 25) * 1_000 +
    tokens.cacheRead! * 500 +
    tokens.cacheWrite5m! * 6_250;
  const unpriced = model === MODELS - 1;
  const id = (key * 2_654_435_761).toString(36).padStart(12, '0');
  return {
    keys: [`msg_01${id}Xy7Qm2Lk`, ...(key % 10 === 0 ? [`req_011${id}Zt4`] : [])],
    capture: 'log',
    provider: ['anthropic', 'openai', 'google'][model % 3]!,
    model: `${name}-20260101`,
    modelCanonical: name,
    tokens,
    status: key % 97 === 0 ? 'error' : 'ok',
    stopReason: ['tool_use', 'end_turn', 'max_tokens'][key % 3]!,
    confidence: 'exact',
    cost: {
      status: unpriced ? 'unpriced' : 'priced',
      listNanoUsd: unpriced ? undefined : list,
      reportedNanoUsd: undefined,
      billedNanoUsd: unpriced ? undefined : list,
      cacheSavedNanoUsd: unpriced ? undefined : tokens.cacheRead! * 4_500,
      cachePremiumNanoUsd: unpriced ? undefined : tokens.cacheWrite5m! * 1_250,
      priceRule: unpriced ? undefined : `anthropic:${name}@2026-01-01#c0ffee`,
      matchedBy: unpriced ? undefined : 'prefix+date',
      bookVersion: '2026-11-01',
      confidence: 'exact',
    },
  } as const;
};
