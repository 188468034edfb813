import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runCli, throwAwayFolder } from './run-cli.ts';

/** `meterline start` as a process: what it prints, what it answers, and how it ends. */
const MAIN = join(import.meta.dirname, '../src/main.ts');
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

interface Started {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  until(holds: () => boolean | Promise<boolean>): Promise<void>;
  url(): Promise<string>;
  status(): Promise<Status>;
  /** Ends it with a signal; gives its exit status. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}
interface Status {
  readonly name: string;
  readonly demo: boolean;
  readonly watching: boolean;
  readonly import: { readonly finishedAt: number | null; readonly calls: number; readonly phase: string };
  readonly ledger: { readonly calls: number } | null;
}

const envOf = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  HOME: home,
  NO_COLOR: '1',
  TZ: 'UTC',
});

const start = (home: string, args: readonly string[] = [], more: NodeJS.ProcessEnv = {}): Started => {
  const child = spawn(process.execPath, [MAIN, 'start', ...args], { env: { ...envOf(home), ...more } });
  running.push(child);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await holds())) {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${out}${err}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const url = async (): Promise<string> => {
    await until(() => /Dashboard: \S+/.test(out + err));
    return /Dashboard: (\S+)/.exec(out + err)?.[1] ?? '';
  };
  return {
    child,
    out: () => out,
    err: () => err,
    until,
    url,
    status: async () => (await (await fetch(`${await url()}/api/status`)).json()) as Status,
    end: async (signal = 'SIGINT') => {
      child.kill(signal);
      return (await ended)[0];
    },
  };
};

const line = (id: string): string =>
  `${JSON.stringify({ id, time: new Date().toISOString(), provider: 'openai', model: 'gpt-5.4', tokens: { input: 1000, output: 10 }, app: 'my-script' })}\n`;

/** A home with one configured folder of logs; gives the file in it. */
const withLogs = (home: string, calls: number): string => {
  const logs = join(home, 'logs');
  mkdirSync(logs);
  const file = join(logs, 'calls.jsonl');
  writeFileSync(file, Array.from({ length: calls }, (_, i) => line(`call-${i}`)).join(''));
  mkdirSync(join(home, '.meterline'));
  writeFileSync(
    join(home, '.meterline/meterline.toml'),
    `[sources.jsonl]\nroots = [${JSON.stringify(logs)}]\n`,
  );
  return file;
};
const recorded = (home: string): number => {
  const ran = spawnSync(process.execPath, [MAIN, 'costs', '--period', 'all', '--json'], {
    env: envOf(home),
    encoding: 'utf8',
  });
  return (JSON.parse(ran.stdout) as { totals: { calls: number } }).totals.calls;
};

describe('meterline start', () => {
  it('says where the dashboard is, reports, tells each call, and ends at Ctrl-C', async () => {
    const home = throwAwayFolder();
    const file = withLogs(home, 3);
    const meterline = start(home, ['--port', '0']);
    const url = await meterline.url();
    expect(meterline.out()).toMatch(/^Dashboard: http:\/\/127\.0\.0\.1:\d+ · Ctrl-C ends\n/);
    await meterline.until(() => meterline.err().includes('Watching'));
    expect(meterline.out()).toMatch(/Where the money went/);
    expect(await meterline.status()).toMatchObject({ name: 'meterline', demo: false, ledger: { calls: 3 } });
    expect((await fetch(url)).headers.get('content-type')).toMatch(/text\/html/);
    appendFileSync(file, line('live'));
    await meterline.until(() => /my-script +gpt-5\.4/.test(meterline.out()));
    await meterline.until(async () => (await meterline.status()).ledger?.calls === 4);
    expect(await meterline.end()).toBe(0);
    expect(meterline.err()).not.toMatch(/Warning|error/i);
  });

  it('serves the first page where there are no logs, and finds those that come', async () => {
    const home = throwAwayFolder();
    const meterline = start(home, ['--port', '0']);
    await meterline.until(() => meterline.out().includes('No logs of coding agents'));
    expect(await meterline.status()).toMatchObject({ ledger: { calls: 0 }, watching: true });
    const day = join(home, '.claude/projects/-work-x');
    mkdirSync(day, { recursive: true });
    const message = { id: 'm1', model: 'claude-sonnet-4-6', usage: { input_tokens: 5, output_tokens: 7 } };
    writeFileSync(
      join(day, 's.jsonl'),
      `${JSON.stringify({ type: 'assistant', timestamp: new Date().toISOString(), sessionId: 's', requestId: 'r', message })}\n`,
    );
    await meterline.until(async () => (await meterline.status()).ledger?.calls === 1);
    expect(await meterline.end('SIGTERM')).toBe(0);
  });

  it('says no more than the address when it is to be quiet', async () => {
    const home = throwAwayFolder();
    const file = withLogs(home, 2);
    const meterline = start(home, ['--port', '0', '--quiet']);
    await meterline.until(async () => (await meterline.status()).ledger?.calls === 2);
    appendFileSync(file, line('live'));
    await meterline.until(async () => (await meterline.status()).ledger?.calls === 3);
    expect(await meterline.end()).toBe(0);
    expect(meterline.out().trim()).toMatch(/^Dashboard: \S+ · Ctrl-C ends$/);
    expect(meterline.err()).toBe('');
  });

  it('speaks JSON to a program, and to a person of where it is', async () => {
    const home = throwAwayFolder();
    const file = withLogs(home, 2);
    const meterline = start(home, ['--port', '0', '--json']);
    await meterline.until(async () => (await meterline.status()).import.finishedAt !== null);
    await meterline.until(() => meterline.out().includes('"schema"'));
    appendFileSync(file, line('live'));
    await meterline.until(() => meterline.out().includes('"app":"my-script"'));
    expect(await meterline.end()).toBe(0);
    expect(meterline.err()).toMatch(/^Dashboard: /);
    expect(meterline.out()).not.toContain('Dashboard');
  });

  it('shows the demo as a demo, without a look at anything of the user', async () => {
    const home = throwAwayFolder();
    withLogs(home, 2);
    const meterline = start(home, ['--port', '0', '--demo', '--no-watch'], {
      CODEX_HOME: join(home, 'logs'),
    });
    await meterline.until(async () => (await meterline.status()).import.finishedAt !== null);
    const status = await meterline.status();
    expect(status).toMatchObject({ demo: true, watching: false, import: { phase: 'idle' } });
    expect(status.ledger?.calls).toBeGreaterThan(100);
    const { rows } = (await (await fetch(`${await meterline.url()}/api/usage?by=app&period=all`)).json()) as {
      rows: { key: Record<string, string> }[];
    };
    expect(rows.map(({ key }) => key.app)).not.toContain('my-script');
    expect(await meterline.end()).toBe(0);
    expect(meterline.out()).toMatch(/^DEMO/);
  });
});

describe('the end of it', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s in the middle of an import loses nothing',
    async (signal) => {
      const home = throwAwayFolder();
      withLogs(home, 20_000);
      const first = start(home, ['--port', '0', '--quiet']);
      await first.until(async () => (await first.status()).import.calls > 0);
      const interrupted = (await first.status()).import.finishedAt === null;
      expect(await first.end(signal)).toBe(interrupted ? 130 : 0);
      const second = start(home, ['--port', '0', '--quiet']);
      await second.until(async () => (await second.status()).import.finishedAt !== null);
      expect((await second.status()).ledger?.calls).toBe(20_000);
      await second.end();
      expect(recorded(home)).toBe(20_000);
    },
  );

  it('leaves the port to the next start while pages were asking and listening', async () => {
    const home = throwAwayFolder();
    withLogs(home, 5);
    const first = start(home, ['--port', '0', '--quiet']);
    const url = await first.url();
    await first.until(async () => (await first.status()).ledger?.calls === 5);
    const streams = await Promise.all(Array.from({ length: 10 }, () => fetch(`${url}/api/stream`)));
    let answers = 0;
    let asking = true;
    const pages = Array.from({ length: 10 }, async () => {
      while (asking)
        try {
          const answer = await fetch(`${url}/api/overview?period=all`);
          await answer.arrayBuffer();
          expect(answer.status).toBe(200);
          answers++;
        } catch (error) {
          // Not there just now.
          if (!(error instanceof TypeError)) throw error;
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
    });
    await first.until(() => answers > 20);
    expect(await first.end()).toBe(0);
    for (const stream of streams) await stream.text();
    const second = start(home, ['--port', new URL(url).port, '--quiet']);
    const before = answers;
    await second.until(() => answers > before + 20);
    asking = false;
    await Promise.all(pages);
    await second.until(async () => (await second.status()).import.finishedAt !== null);
    expect(await second.end()).toBe(0);
  });
});

describe('where it cannot serve', () => {
  it('says by what the port is taken, and takes the next one when none was asked for', async () => {
    const other = createServer((_asked, answer) => answer.end());
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const refused = await runCli(['start', '--port', String(port)], { durable: true });
    expect(refused.status).toBe(1);
    expect(refused.err).toMatch(
      new RegExp(`Port ${port} is taken by another program\\. \\[PORT_TAKEN\\]\\n.*--port \\d+`),
    );
    other.close();
    const ran = await runCli(['start'], {
      durable: true,
      userHome: throwAwayFolder(),
      endAt: /its calls will be here/,
    });
    expect(ran.out).toMatch(/^Dashboard: http:\/\/127\.0\.0\.1:6[34]\d\d/);
  });

  it.each([
    [['--host', '0.0.0.0'], 2, /can be reached from other machines/],
    [['--host', '0.0.0.0', '--token', 'short'], 2, /at least 16/],
    [['--port', 'x'], 2, /whole number/],
    [['--port', '70000'], 2, /ports end at 65535/],
    [['--zone', 'Nowhere/Else'], 2, /ZONE_UNKNOWN/],
    [['--host', '192.0.2.1', '--token', 'a-token-of-the-tests'], 1, /cannot listen on/],
  ])('%j ends with %i', async (args, status, says) => {
    const ran = await runCli(['start', ...args], { durable: true, userHome: throwAwayFolder() });
    expect(ran.status).toBe(status);
    expect(ran.err).toMatch(says);
  });

  it('opens the browser when it is asked to', async () => {
    const opened: string[] = [];
    const ran = await runCli(['start', '--open', '--port', '0'], {
      durable: true,
      userHome: throwAwayFolder(),
      openBrowser: (url) => opened.push(url),
      endAt: /its calls will be here/,
    });
    expect(ran.status).toBe(0);
    expect(opened).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)]);
  });
});
