import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { claudeCodeFiles } from './claude-code.ts';
import { codexFile } from './codex.ts';
import { type Dice, dice } from './dice.ts';
import { geminiFile, geminiProjects } from './gemini-cli.ts';
import { type OpenClawSession, openClawFiles } from './openclaw.ts';
import { type DemoFile, type DemoSession, demoSession } from './session.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SEED = 6383;

const PROJECTS = ['/home/demo/shop', '/home/demo/mobile-app', '/home/demo/data-pipeline'] as const;
const JOBS = [
  { id: 'job-brief', name: 'Morning brief' },
  { id: 'job-inbox', name: 'Inbox triage' },
];

/**
 * Made-up logs of four agents over the 30 days before `now` (UTC milliseconds), as their programs write them: projects,
 * branches, subagents, channels, scheduled jobs, models with a price and one without. The same for the same `now`.
 */
export const demoFiles = (now: number): readonly DemoFile[] => {
  const throws = dice(SEED);
  return [
    ...claudeCode(now, throws),
    ...codex(now, throws),
    ...gemini(now, throws),
    ...openClaw(now, throws),
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
};

/** A session `daysAgo`, in working hours; today's began an hour or two ago. */
const sessionOn = (
  now: number,
  daysAgo: number,
  shape: {
    readonly project: string;
    readonly model: string;
    readonly calls: number;
    readonly prompt: number;
  },
  throws: Dice,
): DemoSession => {
  const minutes = throws.between(0, 50) * 60_000;
  const midnight = now - (now % DAY) - daysAgo * DAY;
  const startedAt = daysAgo === 0 ? now - HOUR - minutes : midnight + throws.between(8, 18) * HOUR + minutes;
  return demoSession({ ...shape, startedAt, until: now - 60_000 }, throws);
};

const claudeCode = (now: number, throws: Dice): readonly DemoFile[] => {
  const days = [0, 0, 1, 2, 3, 5, 7, 8, 10, 13, 17, 21, 26];
  return days.flatMap((daysAgo, i) => {
    const project = PROJECTS[i % PROJECTS.length]!;
    const model = i % 4 === 3 ? 'claude-opus-4-6' : 'claude-sonnet-4-6';
    const main = { project, model, calls: throws.between(14, 60), prompt: throws.between(14_000, 24_000) };
    const session = sessionOn(now, daysAgo, main, throws);
    const branch = throws.pick(['main', 'feat/checkout', 'fix/login']);
    const type = throws.pick(['Explore', 'general-purpose', 'code-reviewer']);
    return claudeCodeFiles(
      session,
      branch,
      i % 3 === 0 ? [subagent(session, type, now, throws)] : [],
      throws,
    );
  });
};

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
  [0, 1, 4, 6, 9, 14, 19, 24].map((daysAgo, i) => {
    const model = i % 3 === 2 ? 'gpt-5.4-mini' : 'gpt-5.4';
    const shape = {
      project: PROJECTS[(i + 1) % PROJECTS.length]!,
      model,
      calls: throws.between(10, 45),
      prompt: 12_000,
    };
    return codexFile(sessionOn(now, daysAgo, shape, throws), throws);
  });

const gemini = (now: number, throws: Dice): readonly DemoFile[] => [
  geminiProjects(PROJECTS),
  ...[1, 6, 12, 22].map((daysAgo, i) => {
    const model = i % 2 === 0 ? 'gemini-2.5-pro' : 'gemini-2.5-flash';
    const shape = { project: PROJECTS[2], model, calls: throws.between(8, 25), prompt: 9000 };
    return geminiFile(sessionOn(now, daysAgo, shape, throws), throws);
  }),
];

/** Chats over three channels, a morning job each working week's day, and one provider that no price book knows. */
const openClaw = (now: number, throws: Dice): readonly DemoFile[] => {
  const workspace = '/home/demo/.openclaw/workspace';
  const one = (
    key: string,
    provider: string,
    model: string,
    daysAgo: number,
    calls: number,
  ): OpenClawSession => {
    const shape = { project: workspace, model, calls, prompt: throws.between(6000, 11_000) };
    return { key: `agent:main:${key}`, provider, session: sessionOn(now, daysAgo, shape, throws) };
  };
  const jobs = [0, 1, 2, 4, 7, 9, 11, 15, 18, 23].map((daysAgo, i) =>
    one(`cron:${JOBS[i % 2]!.id}`, 'anthropic', 'claude-haiku-4-5', daysAgo, throws.between(3, 7)),
  );
  const chats = [
    one('telegram:direct:1001', 'anthropic', 'claude-sonnet-4-6', 1, 18),
    one('slack:channel:C0DEMO', 'openai', 'gpt-5.4-mini', 3, 25),
    one('whatsapp:group:2002', 'anthropic', 'claude-sonnet-4-6', 8, 12),
    one('main', 'house-llm', 'house-70b-chat', 5, 15),
  ];
  return openClawFiles([...jobs, ...chats], JOBS, throws);
};
