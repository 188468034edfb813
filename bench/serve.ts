// 50 open pages while a large import runs: does every answer come, does memory stay flat, and how soon does a page hear
// of a call?
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generateCorpus } from './corpus/generate.ts';
import { percentile } from './statistics.ts';

export interface ServeOptions {
  /** Program and its first arguments. */
  readonly meterline: readonly string[];
  readonly megabytes: number;
  readonly files: number;
  /** Pages: each listens to the event stream and asks one question after the other. */
  readonly pages: number;
  /** Calls that are logged one by one after the import. */
  readonly calls: number;
}

export interface ServeFigures {
  readonly answers: number;
  /** Answers that were none: not 200, or the connection broke. */
  readonly errors: number;
  /** Streams that broke. */
  readonly broken: number;
  readonly importMs: number;
  /** p95 of the answers during the import, and after it. */
  readonly answerMs: readonly [number, number];
  /** Mean resident set over the first quarter of the time, in which the import lies, over the last one; the highest. */
  readonly rssMiB: { readonly first: number; readonly last: number; readonly peak: number };
  /** From recorded to heard by a page, p50 and p95 over all pages. */
  readonly heardMs: readonly [number, number];
  /** From logged by the agent to heard, which includes noticing and reading. */
  readonly loggedMs: readonly [number, number];
}

/** What the overview, the models, a chart, the sessions and the live page ask. */
const QUESTIONS = [
  '/api/overview?period=30d',
  '/api/usage?by=model&period=90d',
  '/api/series?by=model&period=30d&interval=day',
  '/api/sessions?period=30d&limit=50',
  '/api/live?minutes=60',
];
/** A page asks anew at most this often. */
const ASK_EVERY_MS = 1000;
const SAMPLE_MS = 50;
const LOG_EVERY_MS = 200;

export const run = async (options: ServeOptions): Promise<ServeFigures> => {
  const home = mkdtempSync(join(tmpdir(), 'meterline-serve-'));
  let served: ChildProcess | undefined;
  try {
    generateCorpus({ dir: home, megabytes: options.megabytes, files: options.files, seed: 7 });
    const log = configured(home);
    served = startIn(home, options.meterline);
    return await measure(served, log, options);
  } finally {
    if (served?.exitCode === null) {
      served.kill('SIGINT');
      await once(served, 'exit');
    }
    rmSync(home, { recursive: true, force: true });
  }
};

/** A log beside the corpus in which calls appear one by one. */
const configured = (home: string): string => {
  const logs = join(home, 'logs');
  mkdirSync(logs);
  mkdirSync(join(home, '.meterline'));
  writeFileSync(
    join(home, '.meterline/meterline.toml'),
    `zone = "UTC"\n\n[sources.jsonl]\nroots = [${JSON.stringify(logs)}]\n`,
  );
  const log = join(logs, 'calls.jsonl');
  writeFileSync(log, '');
  return log;
};

const startIn = (home: string, [program = '', ...args]: readonly string[]): ChildProcess =>
  spawn(program, [...args, 'start', '--port', '0', '--quiet'], {
    env: { PATH: process.env.PATH ?? '', HOME: home, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const measure = async (served: ChildProcess, log: string, options: ServeOptions): Promise<ServeFigures> => {
  const url = await addressOf(served);
  const pages = openPages(url, options.pages);
  const memory = sampleMemory(served.pid ?? 0);
  const startedAt = performance.now();
  while (!(await isImported(url))) await pause(SAMPLE_MS);
  const importMs = performance.now() - startedAt;
  const asked = pages.answerMs.length;
  const logged = await logCalls(log, options.calls);
  await pages.heardAll(options.calls);
  await pages.close();
  memory.stop();
  const quarter = Math.max(1, Math.floor(memory.samples.length / 4));
  return {
    answers: pages.answerMs.length,
    errors: pages.errors(),
    broken: pages.broken(),
    importMs,
    answerMs: [
      percentile(pages.answerMs.slice(0, asked), 0.95),
      percentile(pages.answerMs.slice(asked), 0.95),
    ],
    rssMiB: {
      first: mean(memory.samples.slice(0, quarter)),
      last: mean(memory.samples.slice(-quarter)),
      peak: Math.max(...memory.samples),
    },
    heardMs: middleAndMost(pages.heard.map(({ recordedAt, at }) => at - recordedAt)),
    loggedMs: middleAndMost(pages.heard.map(({ app, at }) => at - (logged.get(app) ?? Number.NaN))),
  };
};

const middleAndMost = (values: readonly number[]): readonly [number, number] => [
  percentile(values, 0.5),
  percentile(values, 0.95),
];
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Its output goes on being read: a program whose output is closed ends. */
const addressOf = (served: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let out = '';
    served.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const [, url] = /Dashboard: (\S+)/.exec(out) ?? [];
      if (url !== undefined) resolve(url);
    });
    served.once('exit', () => reject(new Error(`meterline ended: ${out}`)));
  });

const isImported = async (url: string): Promise<boolean> => {
  const status = (await (await fetch(`${url}/api/status`)).json()) as {
    import: { finishedAt: number | null };
  };
  return status.import.finishedAt !== null;
};

interface Heard {
  readonly app: string;
  readonly recordedAt: number;
  readonly at: number;
}

const openPages = (url: string, count: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 * count });
  const heard: Heard[] = [];
  const answerMs: number[] = [];
  let [errors, broken, open] = [0, 0, true];
  const stream = (): void => {
    const asking = request(`${url}/api/stream`, { agent: false }, (answer) => {
      let rest = '';
      answer.on('data', (chunk: Buffer) => {
        const events = (rest + chunk.toString()).split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) {
          const [, data] = /^event: call\ndata: (.*)$/m.exec(event) ?? [];
          if (data !== undefined) heard.push({ ...(JSON.parse(data) as Heard), at: Date.now() });
        }
      });
      answer.on('close', () => {
        broken += Number(open);
      });
    });
    asking.on('error', () => {
      broken += Number(open);
    });
    asking.end();
  };
  const ask = (path: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const asking = request(`${url}${path}`, { agent }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
        answer.on('error', reject);
      });
      asking.on('error', reject);
      asking.end();
    });
  const page = async (number: number): Promise<void> => {
    for (let question = number; open; question++) {
      const from = performance.now();
      try {
        const status = await ask(QUESTIONS[question % QUESTIONS.length] ?? '');
        errors += Number(status !== 200);
      } catch {
        errors++;
      }
      answerMs.push(performance.now() - from);
      await pause(ASK_EVERY_MS);
    }
  };
  for (let i = 0; i < count; i++) stream();
  const pages = Array.from({ length: count }, (_, i) => page(i));
  return {
    heard,
    answerMs,
    errors: () => errors,
    broken: () => broken,
    heardAll: async (calls: number): Promise<void> => {
      while (heard.length + broken * calls < calls * count) await pause(SAMPLE_MS);
    },
    close: async (): Promise<void> => {
      open = false;
      await Promise.all(pages);
      agent.destroy();
    },
  };
};

/** Logs calls one by one; gives when, by the name of the program that they are said to come from. */
const logCalls = async (log: string, calls: number): Promise<ReadonlyMap<string, number>> => {
  const logged = new Map<string, number>();
  for (let i = 0; i < calls; i++) {
    const app = `bench-${i}`;
    const now = Date.now();
    const tokens = { input: 1000, output: 10 };
    const call = {
      id: app,
      time: new Date(now).toISOString(),
      provider: 'openai',
      model: 'gpt-5.4',
      tokens,
      app,
    };
    logged.set(app, now);
    appendFileSync(log, `${JSON.stringify(call)}\n`);
    await pause(LOG_EVERY_MS);
  }
  return logged;
};

/** Resident set in MiB, again and again; read from /proc, so Linux only. */
const sampleMemory = (pid: number): { readonly samples: number[]; stop(): void } => {
  const samples: number[] = [];
  const timer = setInterval(() => {
    const kib = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    samples.push(kib / 1024);
  }, SAMPLE_MS);
  return { samples, stop: () => clearInterval(timer) };
};
