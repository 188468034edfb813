import { workDays } from './calendar.ts';
import type { Dice } from './dice.ts';
import { type DemoFile, iso, jsonLines } from './session.ts';

/** Where the demo's own programs write their calls, as Meterline's own JSON. */
export const PROGRAMS_FOLDER = 'programs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a program asks a model for: who asks, whom, and about how much. */
interface Ask {
  readonly agent: string;
  readonly parentAgent?: string;
  readonly provider: string;
  readonly model: string;
  /** Tokens of the prompt, and at most of the answer. */
  readonly prompt: number;
  readonly answer: number;
}

const LEAD = { agent: 'lead', provider: 'anthropic', model: 'claude-sonnet-4-6' };
const SCOUT = { agent: 'researcher', parentAgent: 'lead', provider: 'anthropic', model: 'claude-haiku-4-5' };
const REVIEWER = { agent: 'reviewer', parentAgent: 'lead', provider: 'openai', model: 'gpt-5.4' };

/** One call in so many is turned away at first, and comes through when it is tried again. */
const REFUSED_IN = 16;

/** Names of a task that all its calls carry. */
type Names = Readonly<Record<'task' | 'app' | 'feature' | 'project' | 'session', string>> & {
  readonly tenant?: string;
};

/** Whose tickets they are. */
const TENANTS = ['acme', 'globex', 'initech'] as const;

/**
 * Tasks of two programs: tickets that a bot answers with a few agents, and each week a release that many work on. Agents
 * run side by side, tools and people take their time between calls, some calls fail and are tried again.
 */
export const programFiles = (now: number, throws: Dice): readonly DemoFile[] => {
  const calls = workDays(now).flatMap(({ daysAgo, isWeekend }) => {
    const midnight = now - (now % DAY) - daysAgo * DAY;
    const at = (hour: number): number => midnight + hour * HOUR + throws.between(0, 50) * 60_000;
    const tickets = isWeekend ? 1 : throws.between(2, 4);
    const begins = Array.from({ length: tickets }, () => at(throws.between(7, 19)));
    if (daysAgo === 0) begins.push(now - throws.between(20, 40) * 60_000);
    return [
      ...begins.flatMap((startedAt) => ticket(startedAt, throws)),
      ...(daysAgo % 7 === 2 ? release(at(13), throws) : []),
    ];
  });
  const past = calls.filter(({ time, latencyMs }) => Date.parse(time) + latencyMs < now);
  return [{ path: `${PROGRAMS_FOLDER}/calls.jsonl`, text: jsonLines(past) }];
};

const ticket = (startedAt: number, throws: Dice): readonly Hop[] => {
  const number = 4000 + throws.between(0, 5999);
  const names = {
    task: `ticket-${number}-${throws.hex(4)}`,
    tenant: TENANTS[number % TENANTS.length]!,
    ...{ app: 'support-bot', feature: 'answer-ticket', project: '/home/demo/support-bot' },
    session: throws.uuid(),
  };
  const team = { scouts: throws.between(1, 3), steps: 3, reviews: throws.between(1, 2) };
  return work(names, startedAt, team, throws);
};

const release = (startedAt: number, throws: Dice): readonly Hop[] => {
  const names = {
    task: `release-${iso(startedAt).slice(0, 10)}`,
    ...{ app: 'release-bot', feature: 'release-notes', project: '/home/demo/shop' },
    session: throws.uuid(),
  };
  return work(names, startedAt, { scouts: 5, steps: 9, reviews: 4 }, throws);
};

interface Team {
  readonly scouts: number;
  /** The most calls of one scout. */
  readonly steps: number;
  readonly reviews: number;
}

/** The lead plans, scouts look things up side by side, the lead writes, and a reviewer sends it back some times. */
const work = (names: Names, startedAt: number, team: Team, throws: Dice): readonly Hop[] => {
  const hops: Hop[] = [];
  const run = (at: number, ask: Ask): number => {
    const made = hopsOf(names, at, ask, throws);
    hops.push(...made.hops);
    return made.endedAt;
  };
  const planned = run(startedAt, { ...LEAD, prompt: 6000, answer: 1200 });
  const found = Array.from({ length: team.scouts }, () => {
    let at = planned + throws.between(50, 900);
    const steps = throws.between(2, team.steps);
    for (let step = 1; step <= steps; step += 1)
      at = run(at, { ...SCOUT, prompt: 4000 + step * 2500, answer: 900 }) + throws.between(300, 9000);
    return at;
  });
  let at = run(Math.max(...found), { ...LEAD, prompt: 22_000, answer: 2600 });
  for (let review = 1; review <= team.reviews; review += 1) {
    const read = run(at + throws.between(500, 4000), { ...REVIEWER, prompt: 14_000, answer: 700 });
    // Somebody looks at it before it goes on.
    at = run(read + throws.between(5, 90) * 1000, { ...LEAD, prompt: 24_000, answer: 1500 });
  }
  return hops;
};

/** A line of the file. */
type Hop = Names & Record<string, unknown> & { readonly time: string; readonly latencyMs: number };

const hopsOf = (
  names: Names,
  at: number,
  { prompt, answer, ...asked }: Ask,
  throws: Dice,
): { readonly hops: readonly Hop[]; readonly endedAt: number } => {
  const hop = (startedAt: number, latencyMs: number, more: object): Hop => ({
    ...{ id: throws.uuid(), time: iso(startedAt), ...asked, ...names, latencyMs },
    ...more,
  });
  const output = throws.between(Math.ceil(answer / 4), answer);
  const cacheRead = throws.between(0, 3) === 0 ? 0 : Math.floor(prompt * 0.7);
  const tokens = { input: prompt - cacheRead + throws.between(0, 900), cacheRead, output };
  const latencyMs = 500 + output * throws.between(9, 22);
  const timeToFirstTokenMs = throws.between(280, 480);
  if (throws.between(1, REFUSED_IN) > 1)
    return { hops: [hop(at, latencyMs, { tokens, timeToFirstTokenMs })], endedAt: at + latencyMs };
  const refusedMs = throws.between(120, 400);
  const refusal = {
    tokens: { input: 0, output: 0 },
    status: 'error',
    errorType: 'rate_limit_error',
    attempt: 1,
  };
  const again = at + refusedMs + throws.between(2000, 5000);
  return {
    hops: [hop(at, refusedMs, refusal), hop(again, latencyMs, { tokens, timeToFirstTokenMs, attempt: 2 })],
    endedAt: again + latencyMs,
  };
};
