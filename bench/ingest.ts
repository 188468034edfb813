// Calls that programs send over HTTP: how many a second reach the ledger, and for how long others wait meanwhile?
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { percentile } from './statistics.ts';

export interface IngestOptions {
  /** Program and its first arguments. */
  readonly meterline: readonly string[];
  /** Calls that are sent in each form. */
  readonly calls: number;
  readonly forms: readonly IngestForm[];
  /** Requests under way at once. */
  readonly senders: number;
}

export interface IngestForm {
  readonly name: string;
  readonly batch: number;
  readonly encoding: 'json' | 'gzip-ndjson';
}

export const INGEST_FORMS: readonly IngestForm[] = [
  { name: 'JSON, 500 a request', batch: 500, encoding: 'json' },
  { name: 'JSON, 5,000 a request', batch: 5_000, encoding: 'json' },
  { name: 'gzip NDJSON, 500 a request', batch: 500, encoding: 'gzip-ndjson' },
  { name: 'gzip NDJSON, 5,000 a request', batch: 5_000, encoding: 'gzip-ndjson' },
];

export interface IngestFigures {
  readonly form: IngestForm;
  /** In the ledger a second, from the first byte sent to the last answer. */
  readonly perSecond: number;
  /** Calls that the service said it added. */
  readonly added: number;
  /** How long a small question waited meanwhile, p95 and longest. */
  readonly waitMs: readonly [number, number];
}

/** Each form against a service and a ledger of its own. */
export const benchIngest = async (options: IngestOptions): Promise<readonly IngestFigures[]> => {
  const figures: IngestFigures[] = [];
  for (const form of options.forms) figures.push(await measure(form, options));
  return figures;
};

const measure = async (form: IngestForm, options: IngestOptions): Promise<IngestFigures> => {
  const home = mkdtempSync(join(tmpdir(), 'meterline-ingest-'));
  const served = startIn(home, options.meterline);
  try {
    const url = await addressOf(served);
    await send(url, bodiesOf(form, form.batch, 'warm')[0]!, form);
    const bodies = bodiesOf(form, options.calls, 'call');
    const waits = sampleWaits(url);
    const from = performance.now();
    const added = await sendAll(url, bodies, form, options.senders);
    const seconds = (performance.now() - from) / 1000;
    const waitMs = await waits.stop();
    return {
      form,
      perSecond: options.calls / seconds,
      added,
      waitMs: [percentile(waitMs, 0.95), Math.max(...waitMs)],
    };
  } finally {
    if (served.exitCode === null) {
      served.kill('SIGINT');
      await once(served, 'exit');
    }
    rmSync(home, { recursive: true, force: true });
  }
};

const startIn = (home: string, [program = '', ...args]: readonly string[]): ChildProcess =>
  spawn(program, [...args, 'start', '--port', '0', '--quiet', '--no-watch'], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

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

const MODELS = ['gpt-5.4', 'claude-opus-4-6', 'gemini-2.5-pro', 'gpt-5.4-mini'];
const FIRST = Date.UTC(2026, 10, 1);

/** As a program would tell it, of several models, features and users. */
const callOf = (name: string, number: number): object => ({
  id: `${name}-${number}`,
  time: new Date(FIRST + number * 1000).toISOString(),
  provider: 'openai',
  model: MODELS[number % MODELS.length],
  tokens: { input: 1000 + (number % 900), cacheRead: 800, output: 100 + (number % 70) },
  app: 'bench',
  feature: `feature-${number % 12}`,
  user: `user-${number % 200}`,
  latencyMs: 400 + (number % 1000),
});

const bodiesOf = ({ batch, encoding }: IngestForm, calls: number, name: string): readonly Buffer[] =>
  Array.from({ length: Math.ceil(calls / batch) }, (_, request) => {
    const size = Math.min(batch, calls - request * batch);
    const items = Array.from({ length: size }, (_, i) => callOf(name, request * batch + i));
    if (encoding === 'json') return Buffer.from(JSON.stringify(items));
    return gzipSync(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  });

const send = async (url: string, body: Buffer, { encoding }: IngestForm): Promise<number> => {
  const headers: Record<string, string> =
    encoding === 'json'
      ? { 'content-type': 'application/json' }
      : { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
  const answer = await fetch(`${url}/api/events`, { method: 'POST', headers, body: new Uint8Array(body) });
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { added: number }).added;
};

const sendAll = async (
  url: string,
  bodies: readonly Buffer[],
  form: IngestForm,
  senders: number,
): Promise<number> => {
  let [next, added] = [0, 0];
  const sender = async (): Promise<void> => {
    for (;;) {
      const body = bodies[next++];
      if (body === undefined) return;
      const more = await send(url, body, form);
      added += more;
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  return added;
};

const ASK_EVERY_MS = 5;

/** How long a question waits that costs nothing itself. */
const sampleWaits = (url: string): { stop(): Promise<readonly number[]> } => {
  const waits: number[] = [];
  let open = true;
  const asking = (async (): Promise<void> => {
    do {
      const from = performance.now();
      await (await fetch(`${url}/robots.txt`)).arrayBuffer();
      waits.push(performance.now() - from);
      await pause(ASK_EVERY_MS);
    } while (open);
  })();
  return {
    stop: async () => {
      open = false;
      await asking;
      return waits;
    },
  };
};
