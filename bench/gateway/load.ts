// Calls one URL over some connections for some time and prints what came of it as JSON. Its own HTTP over plain sockets:
// the load must cost less than what it measures.
import { connect, type Socket } from 'node:net';
import { percentile } from '../statistics.ts';

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connections: number;
  /** It ends after so long … */
  readonly ms: number;
  /** … or after so many calls. */
  readonly most?: number;
  /** Calls a second over all connections, evenly spaced; absent: as many as there can be. */
  readonly rate?: number;
}

export interface Loaded {
  readonly calls: number;
  readonly errors: number;
  readonly ms: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** Whether what came is a whole answer. */
const isWhole = (bytes: Buffer): boolean => {
  const head = bytes.indexOf(HEAD_END);
  if (head === -1) return false;
  const [, length] = /content-length: (\d+)/i.exec(bytes.toString('latin1', 0, head)) ?? [];
  if (length !== undefined) return bytes.length >= head + HEAD_END.length + Number(length);
  return bytes.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
};

const OK = Buffer.from('HTTP/1.1 200');

/** Resolves once for each call that is due. */
interface Pace {
  next(): Promise<void>;
  end(): void;
}

/**
 * Looks at the clock whenever an answer has come, too: timers know whole milliseconds only, in each of which several calls
 * would come at once.
 */
const paceOf = (rate: number): Pace => {
  const began = performance.now();
  const waiting: (() => void)[] = [];
  let called = 0;
  const callDue = (): void => {
    const due = ((performance.now() - began) / 1000) * rate;
    while (waiting.length > 0 && called < due) {
      called += 1;
      waiting.shift()!();
    }
  };
  const timer = setInterval(callDue, 1);
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      callDue();
    });
  return { next, end: () => clearInterval(timer) };
};

const load = async ({ url, headers, body, connections, ms, most, rate }: Load): Promise<Loaded> => {
  const { hostname, port, pathname, host } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const asked = Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const latencies: number[] = [];
  let errors = 0;
  let left = most ?? Number.POSITIVE_INFINITY;
  const began = performance.now();
  const end = began + ms;
  const pace = rate === undefined ? undefined : paceOf(rate);
  const one = (socket: Socket): Promise<boolean> =>
    new Promise((resolve) => {
      let bytes: Buffer = Buffer.alloc(0);
      const take = (chunk: Buffer): void => {
        bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
        if (isWhole(bytes)) done(bytes.subarray(0, OK.length).equals(OK));
      };
      const fail = (): void => done(false);
      const done = (isOk: boolean): void => {
        socket.off('data', take).off('close', fail);
        resolve(isOk);
      };
      socket.on('data', take).once('close', fail);
      socket.write(asked);
    });
  const client = async (): Promise<void> => {
    const open = (): Socket =>
      connect({ port: Number(port), host: hostname, noDelay: true }).on('error', () => {});
    let socket = open();
    while (performance.now() < end && left-- > 0) {
      await pace?.next();
      const from = performance.now();
      if (await one(socket)) latencies.push(performance.now() - from);
      else {
        errors += 1;
        socket.destroy();
        socket = open();
      }
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, client));
  pace?.end();
  return {
    calls: latencies.length,
    errors,
    ms: performance.now() - began,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
};

console.log(JSON.stringify(await load(JSON.parse(process.argv[2]!) as Load)));
