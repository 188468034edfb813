import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sessionOn, timesOn, workDays } from './calendar.ts';
import { claudeCodeFiles } from './claude-code.ts';
import { codexFile } from './codex.ts';
import { type Dice, dice } from './dice.ts';
import { geminiFile, geminiProjects } from './gemini-cli.ts';
import { type OpenClawSession, openClawFiles } from './openclaw.ts';
import { PROGRAMS_FOLDER, programFiles } from './programs.ts';
import { type DemoFile, type DemoSession, demoSession } from './session.ts';

const SEED = 6383;
const PROGRAMS_SEED = 4318;

/** The first are worked on most. */
const PROJECTS = [
  '/home/demo/shop',
  '/home/demo/mobile-app',
  '/home/demo/data-pipeline',
  '/home/demo/infra',
  '/home/demo/support-bot',
] as const;
const BRANCHES = ['main', 'feat/checkout', 'feat/search', 'fix/login', 'chore/upgrade'] as const;
const JOBS = [
  { id: 'job-brief', name: 'Morning brief' },
  { id: 'job-inbox', name: 'Inbox triage' },
];
/** Days ago at which newer models came. */
const NEW_OPUS = 52;
const NEW_GPT = 38;

/**
 * Made-up logs of four agents over the 90 days before `now` (UTC milliseconds), as their programs write them: busy
 * weeks and quiet weekends, projects, branches, subagents, channels, scheduled jobs, caches that lapsed, answers that
 * were broken off, models that gave way to newer ones, with a price and without; and the calls of two programs that name
 * their tasks. The same for the same `now`.
 */
export const demoFiles = (now: number): readonly DemoFile[] => {
  const throws = dice(SEED);
  return [
    ...claudeCode(now, throws),
    ...codex(now, throws),
    ...gemini(now, throws),
    ...openClaw(now, throws),
    ...programFiles(now, dice(PROGRAMS_SEED)),
  ];
};

/** Writes them below `home`, a folder to be used as the home folder of the demo. */
export const writeDemoLogs = (home: string, now: number): void => {
  for (const { path, text } of demoFiles(now)) {
    const file = join(home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    utimesSync(file, new Date(now), new Date(now));
  }
  // A folder of one's own programs is read where the configuration names it.
  mkdirSync(join(home, '.meterline'), { recursive: true });
  const root = JSON.stringify(join(home, PROGRAMS_FOLDER));
  writeFileSync(join(home, '.meterline', 'meterline.toml'), `[sources.jsonl]\nroots = [${root}]\n`);
};

const project = (throws: Dice): string => PROJECTS[Math.min(throws.between(0, 4), throws.between(0, 4))]!;

const claudeCode = (now: number, throws: Dice): readonly DemoFile[] =>
  workDays(now).flatMap((day) => {
    const { daysAgo } = day;
    const sessions = timesOn(day, { weekday: 26, weekend: 5 }, throws);
    return Array.from({ length: Math.max(sessions, daysAgo === 0 ? 2 : 0) }).flatMap(() => {
      const opus = daysAgo > NEW_OPUS ? 'claude-opus-4-6' : 'claude-opus-4-8';
      const model = throws.between(1, 10) <= 3 ? opus : 'claude-sonnet-4-6';
      const calls = throws.between(5, 26);
      const shape = { project: project(throws), model, calls, prompt: throws.between(14_000, 24_000) };
      const session = sessionOn(now, daysAgo, shape, throws);
      const type = throws.pick(['Explore', 'general-purpose', 'code-reviewer']);
      const subagents = throws.between(1, 6) === 1 ? [subagent(session, type, now, throws)] : [];
      return claudeCodeFiles(session, throws.pick(BRANCHES), subagents, throws);
    });
  });

const subagent = (parent: DemoSession, type: string, now: number, throws: Dice) => {
  const shape = {
    project: parent.project,
    model: 'claude-haiku-4-5',
    calls: throws.between(6, 20),
    prompt: 9000,
  };
  const startedAt = parent.calls[2]?.at ?? parent.startedAt;
  return { type, session: demoSession({ ...shape, startedAt, until: now - 60_000 }, throws) };
};

const codex = (now: number, throws: Dice): readonly DemoFile[] =>
  workDays(now).flatMap((day) => {
    const sessions = timesOn(day, { weekday: 11, weekend: 2 }, throws);
    return Array.from({ length: Math.max(sessions, day.daysAgo === 0 ? 1 : 0) }, () => {
      const large = day.daysAgo > NEW_GPT ? 'gpt-5.4' : 'gpt-5.5';
      const model = throws.between(1, 4) === 1 ? 'gpt-5.4-mini' : large;
      const shape = { project: project(throws), model, calls: throws.between(5, 22), prompt: 12_000 };
      return codexFile(sessionOn(now, day.daysAgo, shape, throws), throws);
    });
  });

const gemini = (now: number, throws: Dice): readonly DemoFile[] => [
  geminiProjects(PROJECTS),
  ...workDays(now).flatMap((day) =>
    Array.from({ length: timesOn(day, { weekday: 3, weekend: 1 }, throws) }, () => {
      const model = throws.between(1, 3) === 1 ? 'gemini-2.5-flash' : 'gemini-2.5-pro';
      const shape = { project: PROJECTS[2], model, calls: throws.between(8, 22), prompt: 9000 };
      return geminiFile(sessionOn(now, day.daysAgo, shape, throws), throws);
    }),
  ),
];

const WORKSPACE = '/home/demo/.openclaw/workspace';

/** What comes by channels: who is asked, and how often in ten days. */
const CHATS = [
  { key: 'telegram:direct:1001', provider: 'anthropic', model: 'claude-sonnet-4-6', ofTen: 2 },
  { key: 'slack:channel:C0DEMO', provider: 'openai', model: 'gpt-5.4-mini', ofTen: 2 },
  { key: 'whatsapp:group:2002', provider: 'anthropic', model: 'claude-haiku-4-5', ofTen: 1 },
  // One that no price book knows.
  { key: 'main', provider: 'house-llm', model: 'house-70b-chat', ofTen: 1 },
] as const;

/** Chats over three channels, and two jobs that run by themselves: one each morning, one in the evening of working days. */
const openClaw = (now: number, throws: Dice): readonly DemoFile[] => {
  const one = (
    key: string,
    provider: string,
    shape: { readonly model: string; readonly calls: number; readonly hour?: number },
    daysAgo: number,
  ): OpenClawSession => {
    const whole = { project: WORKSPACE, prompt: throws.between(6000, 11_000), ...shape };
    return { key: `agent:main:${key}`, provider, session: sessionOn(now, daysAgo, whole, throws) };
  };
  const job = (id: string, hour: number, daysAgo: number) =>
    one(`cron:${id}`, 'anthropic', { model: 'claude-haiku-4-5', calls: throws.between(3, 7), hour }, daysAgo);
  const sessions = workDays(now).flatMap((day) => [
    job(JOBS[0]!.id, 6, day.daysAgo),
    ...(day.isWeekend ? [] : [job(JOBS[1]!.id, 17, day.daysAgo)]),
    ...CHATS.flatMap(({ key, provider, model, ofTen }) =>
      Array.from({ length: timesOn(day, { weekday: ofTen, weekend: ofTen }, throws) }, () =>
        one(key, provider, { model, calls: throws.between(5, 20) }, day.daysAgo),
      ),
    ),
  ]);
  return openClawFiles(sessions, JOBS, throws);
};
