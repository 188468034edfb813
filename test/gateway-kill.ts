import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PATHS, startCountingUpstream, tokensOf, WAYS } from './gateway-load.ts';
import { meterlineJson, PROCESS_ENV, throwAway } from './run-meterline.ts';
import { freePort, until } from './serve-meterline.ts';

const MAIN = join(import.meta.dirname, '../packages/cli/src/main.ts');

export interface KillOptions {
  /** Starts of Meterline; every one but the last is killed. */
  readonly rounds: number;
  /** Clients that call one after the other. */
  readonly clients: number;
  /** After how many answers of a round it is killed: at random up to this, in the moment in which one ends. */
  readonly mostCalls: number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Processes that meter. */
  readonly workers?: number;
  /** Kills a process of these instead of the first one. */
  readonly kills?: 'worker';
}

export interface KillFigures {
  /** Calls whose answer had ended at the client. */
  readonly ended: number;
  /** Calls that the ledger has. */
  readonly recorded: number;
  readonly missing: readonly number[];
  readonly doubled: readonly number[];
  /** Recorded with other counts than the upstream's. */
  readonly wrong: readonly number[];
}

interface Row {
  readonly task: string;
  readonly calls: number;
  readonly input: number;
  readonly output: number;
}

/** Kills Meterline again and again while calls run through it, and compares its ledger with what the clients saw end. */
export const killUnderLoad = async (options: KillOptions): Promise<KillFigures> => {
  const upstream = await startCountingUpstream();
  const home = throwAway('gateway-kill');
  configure(home, upstream.url);
  const ended = new Set<number>();
  let next = 0;
  try {
    const port = await freePort();
    for (let round = 0; round < options.rounds; round += 1) {
      const running = await startGateway(home, port, options.workers ?? 1);
      const clients = callers(port, options.clients, () => next++, ended);
      await clients.until(options.random() * options.mostCalls);
      if (options.kills === 'worker') {
        running.killWorker();
        await clients.until(options.random() * options.mostCalls);
      } else await running.kill();
      await clients.stop();
      if (options.kills === 'worker') await running.stop();
    }
    const last = await startGateway(home, port, 1);
    await until('has recorded what was left', () => isSettled(home));
    await last.stop();
    return compared(rowsOf(home), ended);
  } finally {
    await upstream.close();
  }
};

const configure = (home: string, upstream: string): void => {
  mkdirSync(join(home, '.meterline'));
  const lines = ['anthropic', 'openai'].map((name) => `${name} = ${JSON.stringify(upstream)}`);
  writeFileSync(join(home, '.meterline/meterline.toml'), `[gateway.upstreams]\n${lines.join('\n')}\n`);
};

const startGateway = async (home: string, port: number, workers: number) => {
  const args = ['gateway', '--quiet', '--port', String(port), '--workers', String(workers)];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    env: { ...PROCESS_ENV, HOME: home, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  await until('serves', () => {
    if (child.exitCode !== null) throw new Error(`meterline ended with ${child.exitCode}: ${printed}`);
    return printed.includes(`:${port}`);
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  };
  return {
    kill: () => end('SIGKILL'),
    stop: () => end('SIGINT'),
    killWorker: () => {
      const [worker] = childrenOf(child.pid!);
      if (worker === undefined) throw new Error('It has no worker.');
      process.kill(worker, 'SIGKILL');
    },
  };
};

const childrenOf = (pid: number): readonly number[] =>
  execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number);

/** Clients that notice nothing but answers: a connection that breaks is a call that did not end. */
const callers = (port: number, clients: number, next: () => number, ended: Set<number>) => {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  let open = true;
  let onEnded = (): void => {};
  const call = (number: number): Promise<boolean> =>
    new Promise((resolve) => {
      const way = WAYS[number % WAYS.length]!;
      const body = JSON.stringify({ number, way, model: 'm', stream: way.endsWith('stream') });
      const headers = { 'x-meterline-task': String(number), 'content-type': 'application/json' };
      const asking = request({ port, host: '127.0.0.1', method: 'POST', path: PATHS[way], agent, headers });
      asking.on('error', () => resolve(false));
      asking.on('response', (answer) => {
        answer.on('error', () => resolve(false));
        answer.on('close', () => resolve(answer.complete && answer.statusCode === 200));
        answer.resume();
      });
      asking.end(body);
    });
  const client = async (): Promise<void> => {
    while (open) {
      const number = next();
      if (await call(number)) {
        ended.add(number);
        onEnded();
      } else await wait(RETRY_MS);
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    /** When so many more answers have ended. */
    until: (answers: number): Promise<void> =>
      new Promise((resolve) => {
        const enough = ended.size + Math.max(1, answers);
        onEnded = () => {
          if (ended.size >= enough) resolve();
        };
      }),
    stop: async (): Promise<void> => {
      open = false;
      await all;
      agent.destroy();
    },
  };
};

/** A client whose connection broke waits a little. */
const RETRY_MS = 20;

const isSettled = (home: string): boolean => readdirSync(join(home, '.meterline/spool')).length <= 1;

const STATEMENT =
  'select task, count(*) calls, sum(input_tokens) input, sum(output_tokens) output from calls group by task';

const rowsOf = (home: string): readonly Row[] => {
  const { rows } = meterlineJson(['sql', STATEMENT, '--limit', '10000000'], { env: { HOME: home } }) as {
    rows: readonly Row[];
  };
  return rows;
};

const compared = (rows: readonly Row[], ended: ReadonlySet<number>): KillFigures => {
  const byNumber = new Map(rows.map((row) => [Number(row.task), row]));
  const isWrong = (number: number): boolean => {
    const row = byNumber.get(number);
    const { input, output } = tokensOf(number);
    return row !== undefined && row.calls === 1 && (row.input !== input || row.output !== output);
  };
  return {
    ended: ended.size,
    recorded: rows.length,
    missing: [...ended].filter((number) => !byNumber.has(number)),
    doubled: rows.filter(({ calls }) => calls !== 1).map(({ task }) => Number(task)),
    wrong: [...ended].filter(isWrong),
  };
};
