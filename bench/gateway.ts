// The gateway against a bare pass-through and a peer, in turn: the proxy on one core, mock upstream and load on another.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Load, Loaded } from './gateway/load.ts';
import { type PartCost, partCosts } from './gateway/parts.ts';
import { GATEWAY_PEER } from './peers.ts';
import { median, pairedRatio } from './statistics.ts';

export interface GatewayBenchOptions {
  /** Program and its first arguments. */
  readonly meterline: readonly string[];
  readonly rounds: number;
  /** Length of one measurement. */
  readonly ms: number;
  readonly connections: number;
  /** Streams at once, and for how long. */
  readonly streams: number;
  readonly streamsMs: number;
  readonly peer: boolean;
  /** One process on one core, then two on two. */
  readonly workers: boolean;
  /** The parts of ours by themselves, too. */
  readonly parts: boolean;
  /** Calls after which what is measured is taken for compiled; default `WARM_CALLS`. */
  readonly warmCalls?: number;
  /** What is waited for after each load, until all that it made is written; default `WRITTEN_MS`. */
  readonly writtenMs?: number;
  /** Time between two frames of the streams; default `FRAME_MS`. */
  readonly frameMs?: number;
}

export const FORMS = ['json', 'sse'] as const;
export type Form = (typeof FORMS)[number];

export interface FormFigures {
  /** CPU milliseconds a call, all threads; medians. */
  readonly cpuMs: { readonly bare: number; readonly ours: number; readonly peer: number };
  readonly oursToBare: number;
  readonly peerToOurs: number;
  readonly errors: number;
  /** Of ours, CPU milliseconds a call by thread: `main`, `writer`, `helpers` (garbage, compiling, files). */
  readonly threads: Readonly<Record<ThreadKind, number>>;
}

const THREADS = ['main', 'writer', 'helpers'] as const;
export type ThreadKind = (typeof THREADS)[number];

export interface GatewayFigures {
  readonly forms: Readonly<Record<Form, FormFigures>>;
  /** At half of the calls that ours can take, over the upstream itself. */
  readonly added: {
    readonly rate: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
    /** What calls took at most, 99 of 100: straight to the upstream, and through ours. */
    readonly p99sMs: readonly [number, number];
  };
  readonly streams: {
    readonly ended: number;
    readonly errors: number;
    readonly recorded: number;
    readonly rssMiB: readonly [number, number];
  };
  /** With two processes ÷ with one: calls a second, and calls a CPU second. */
  readonly workers: { readonly rate: number; readonly perCpu: number };
  /** Parts of ours by themselves. */
  readonly parts: readonly PartCost[];
}

const LOAD_CORE = '0';
const PROXY_CORE = '1';
const PATH = '/openai/v1/chat/completions';
const BODIES: Readonly<Record<Form, string>> = {
  json: JSON.stringify({ model: 'gpt-5.4-mini', messages: [{ role: 'user', content: 'x'.repeat(400) }] }),
  sse: JSON.stringify({
    model: 'gpt-5.4-mini',
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: 'user', content: 'x'.repeat(400) }],
  }),
};
const KEY = { authorization: 'Bearer sk-bench' };
const script = (name: string): string => join(import.meta.dirname, 'gateway', `${name}.ts`);
const node = [process.execPath, '--disable-warning=ExperimentalWarning'];

/** A program on a core of its own that prints where it listens. */
interface Started {
  readonly port: number;
  readonly child: ChildProcess;
}

const start = async (
  cores: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  knownPort?: number,
): Promise<Started> => {
  const child = spawn('taskset', ['-c', cores, ...command], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    let out = '';
    child.once('exit', () => reject(new Error(`${command.join(' ')} ended: ${out}`)));
    child.stdout!.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const [, found] = /:(\d+)\b/.exec(out) ?? [];
      if (found !== undefined) resolve(knownPort ?? Number(found));
    });
  });
  return { port, child };
};

const end = async ({ child }: Started, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
};

const loadOf = async (load: Load): Promise<Loaded> => {
  const child = spawn('taskset', ['-c', LOAD_CORE, ...node, script('load'), JSON.stringify(load)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  await once(child, 'close');
  return JSON.parse(out) as Loaded;
};

/** User and system time of a process and its children, all threads, from /proc; Linux only. */
const cpuMsOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const own = (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  return own + childrenOf(pid).reduce((sum, child) => sum + cpuMsOf(child), 0);
};
const MS_PER_TICK = 10;

const childrenOf = (pid: number): readonly number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );

const NAMES: Readonly<Record<string, ThreadKind>> = {
  MainThread: 'main',
  node: 'main',
  WorkerThread: 'writer',
};

/** The same by thread, without children. Threads that have ended are not seen. */
const threadsMsOf = (pid: number): Record<ThreadKind, number> => {
  const spent = { main: 0, writer: 0, helpers: 0 };
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    const read = (name: string): string => readFileSync(`/proc/${pid}/task/${task}/${name}`, 'utf8').trim();
    spent[NAMES[read('comm')] ?? 'helpers'] += Number(read('schedstat').split(' ')[0]) / 1e6;
  }
  return spent;
};

const rssMiBOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** One side of the comparison. */
interface Side {
  readonly name: 'bare' | 'ours' | 'peer';
  readonly started: Started;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What ours has still to write when the load ends counts, too. */
const WRITTEN_MS = 1000;

const measure = async (side: Side, form: Form, options: GatewayBenchOptions, most?: number) => {
  const { connections, ms, writtenMs = WRITTEN_MS } = options;
  const { port, child } = side.started;
  const before = cpuMsOf(child.pid!);
  const threads = threadsMsOf(child.pid!);
  const loaded = await loadOf({
    url: `http://127.0.0.1:${port}${side.path}`,
    headers: side.headers,
    body: BODIES[form],
    connections,
    ms,
    ...(most === undefined ? {} : { most }),
  });
  await pause(writtenMs);
  const calls = Math.max(1, loaded.calls);
  const after = threadsMsOf(child.pid!);
  const threadMs = THREADS.map((thread) => (after[thread] - threads[thread]) / calls);
  const cpuMs = (cpuMsOf(child.pid!) - before) / calls;
  return { ...loaded, cpuMs, threadMs, rate: loaded.calls / (loaded.ms / 1000) };
};

type Measured = Awaited<ReturnType<typeof measure>>;

const compare = async (
  sides: readonly Side[],
  form: Form,
  options: GatewayBenchOptions,
): Promise<FormFigures> => {
  const all: Record<Side['name'], Measured[]> = { bare: [], ours: [], peer: [] };
  const warm = { ...options, ms: options.ms * WARM_ROUNDS };
  for (const side of sides) await measure(side, form, warm, options.warmCalls ?? WARM_CALLS);
  for (let round = 0; round < options.rounds; round += 1)
    for (const side of sides) all[side.name].push(await measure(side, form, options));
  const cpu = (name: Side['name']): number[] => all[name].map(({ cpuMs }) => cpuMs);
  const thread = (index: number): number => median(all.ours.map(({ threadMs }) => threadMs[index]!));
  return {
    cpuMs: { bare: median(cpu('bare')), ours: median(cpu('ours')), peer: median(cpu('peer')) },
    oursToBare: pairedRatio(cpu('ours'), cpu('bare')),
    peerToOurs: pairedRatio(cpu('peer'), cpu('ours')),
    errors: [...all.bare, ...all.ours].reduce((sum, { errors }) => sum + errors, 0),
    threads: { main: thread(0), writer: thread(1), helpers: thread(2) },
  };
};

/** Calls after which everything is compiled that will be, and for how many measurements they are waited for. */
const WARM_CALLS = 20_000;
const WARM_ROUNDS = 10;

const addedLatency = async (
  ours: Side,
  upstream: Started,
  options: GatewayBenchOptions,
): Promise<GatewayFigures['added']> => {
  const { rate } = await measure(ours, 'json', options);
  const ask = (port: number, path: string): Promise<Loaded> =>
    loadOf({
      url: `http://127.0.0.1:${port}${path}`,
      headers: KEY,
      body: BODIES.json,
      connections: options.connections,
      ms: options.ms,
      rate: rate / 2,
    });
  const pairs: (readonly [Loaded, Loaded])[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const direct = await ask(upstream.port, '/v1/chat/completions');
    const through = await ask(ours.started.port, PATH);
    pairs.push([direct, through]);
  }
  return {
    rate: rate / 2,
    p50Ms: median(pairs.map(([direct, through]) => through.p50Ms - direct.p50Ms)),
    p99Ms: median(pairs.map(([direct, through]) => through.p99Ms - direct.p99Ms)),
    p99sMs: [
      median(pairs.map(([direct]) => direct.p99Ms)),
      median(pairs.map(([, through]) => through.p99Ms)),
    ],
  };
};

const FRAME_MS = 1000;
const FRAMES = 8;

const manyStreams = async (
  ours: Side,
  home: string,
  { streams, streamsMs, frameMs = FRAME_MS }: GatewayBenchOptions,
): Promise<GatewayFigures['streams']> => {
  const pid = ours.started.child.pid!;
  await settled(home);
  const before = await callsIn(ours);
  const rss: number[] = [];
  const timer = setInterval(() => rss.push(rssMiBOf(pid)), 250);
  const { calls, errors } = await loadOf({
    url: `http://127.0.0.1:${ours.started.port}${PATH}`,
    headers: KEY,
    body: JSON.stringify({
      model: 'gpt-5.4-mini',
      stream: true,
      frames: FRAMES,
      everyMs: frameMs,
      messages: [{ role: 'user', content: 'x' }],
    }),
    connections: streams,
    ms: streamsMs,
  });
  clearInterval(timer);
  await settled(home);
  const quarter = Math.max(1, Math.floor(rss.length / 4));
  return {
    ended: calls,
    errors,
    recorded: (await callsIn(ours)) - before,
    rssMiB: [median(rss.slice(0, quarter)), median(rss.slice(-quarter))],
  };
};

/** What was spooled is in the ledger, and told so: a segment is written to, and a second passes until it is looked at. */
const settled = async (home: string): Promise<void> => {
  while (readdirSync(join(home, '.meterline/spool')).length > 1) await pause(100);
  await pause(SETTLED_MS);
};
const SETTLED_MS = 3000;

const callsIn = async ({ started }: Side): Promise<number> => {
  const status = (await (await fetch(`http://127.0.0.1:${started.port}/api/status`)).json()) as {
    ledger: { calls: number } | null;
  };
  return status.ledger?.calls ?? 0;
};

const startOurs = async (
  home: string,
  meterline: readonly string[],
  upstream: Started,
  cores: string,
  workers: number,
): Promise<Started> => {
  mkdirSync(join(home, '.meterline'), { recursive: true });
  writeFileSync(
    join(home, '.meterline/meterline.toml'),
    `[gateway.upstreams]\nopenai = "http://127.0.0.1:${upstream.port}"\n`,
  );
  const args = ['gateway', '--quiet', '--port', '0', '--workers', String(workers)];
  const env = { HOME: home, NO_COLOR: '1', ...profiled() };
  return start(cores, [...meterline, ...args], env);
};

/** `METERLINE_BENCH_OPTIONS="--cpu-prof …"`: what Node is told for ours. */
const profiled = (): Record<string, string> => {
  const options = process.env.METERLINE_BENCH_OPTIONS;
  return options === undefined ? {} : { NODE_OPTIONS: options };
};

const PEER = join(GATEWAY_PEER, 'node_modules/@portkey-ai/gateway/build/start-server.js');

const startPeer = async (): Promise<Started | undefined> => {
  if (!existsSync(PEER)) return undefined;
  const port = 20_000 + (process.pid % 20_000);
  const env = { NODE_ENV: 'production', TRUSTED_CUSTOM_HOSTS: 'localhost,127.0.0.1' };
  return start(PROXY_CORE, [process.execPath, PEER, `--port=${port}`, '--headless'], env, port);
};

const twoWorkers = async (
  upstream: Started,
  options: GatewayBenchOptions,
): Promise<GatewayFigures['workers']> => {
  const measured: Measured[] = [];
  for (const workers of [1, 2]) {
    const home = mkdtempSync(join(tmpdir(), 'meterline-gateway-'));
    const cores = workers === 1 ? PROXY_CORE : `${LOAD_CORE},${PROXY_CORE}`;
    const started = await startOurs(home, options.meterline, upstream, cores, workers);
    try {
      const side: Side = { name: 'ours', started, path: PATH, headers: KEY };
      await measure(side, 'json', options);
      measured.push(await measure(side, 'json', options));
    } finally {
      await end(started, 'SIGINT');
      rmSync(home, { recursive: true, force: true });
    }
  }
  const [one, two] = measured;
  return { rate: two!.rate / one!.rate, perCpu: one!.cpuMs / two!.cpuMs };
};

export const run = async (options: GatewayBenchOptions): Promise<GatewayFigures> => {
  const home = mkdtempSync(join(tmpdir(), 'meterline-gateway-'));
  const upstream = await start(LOAD_CORE, [...node, script('mock-upstream')]);
  const running: Started[] = [];
  try {
    const origin = `http://127.0.0.1:${upstream.port}`;
    const bare = await start(PROXY_CORE, [...node, script('bare-proxy'), origin]);
    running.push(bare);
    const started = await startOurs(home, options.meterline, upstream, PROXY_CORE, 1);
    running.push(started);
    const ours: Side = { name: 'ours', started, path: PATH, headers: KEY };
    const sides: Side[] = [{ name: 'bare', started: bare, path: '/v1/chat/completions', headers: KEY }, ours];
    const peer = options.peer ? await startPeer() : undefined;
    if (peer !== undefined) {
      running.push(peer);
      const headers = { ...KEY, 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${origin}/v1` };
      sides.push({ name: 'peer', started: peer, path: '/v1/chat/completions', headers });
    }
    const forms = {
      json: await compare(sides, 'json', options),
      sse: await compare(sides, 'sse', options),
    };
    const added = await addedLatency(ours, upstream, options);
    const streams = await manyStreams(ours, home, options);
    const workers = options.workers ? await twoWorkers(upstream, options) : UNKNOWN;
    return { forms, added, streams, workers, parts: options.parts ? await partCosts() : [] };
  } finally {
    for (const one of running.reverse()) await end(one, 'SIGINT').catch(() => {});
    await end(upstream);
    rmSync(home, { recursive: true, force: true });
  }
};

const UNKNOWN = { rate: Number.NaN, perCpu: Number.NaN };

/** Without `taskset` nothing can be pinned, and nothing is measured. */
export const canPin = (): boolean => {
  try {
    execFileSync('taskset', ['-c', `${LOAD_CORE},${PROXY_CORE}`, 'true']);
    return true;
  } catch {
    return false;
  }
};
