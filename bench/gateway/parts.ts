// What the parts of metering cost by themselves, one after the other in this process: CPU microseconds a call.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UsageEvent } from '@meterline/core';
import { openSqliteLedger } from '@meterline/store';
import { eventsOf } from '../../packages/gateway/src/proxy/call-event.ts';
import { KeyedHash } from '../../packages/gateway/src/request/keyed-hash.ts';
import { promptFingerprint } from '../../packages/gateway/src/request/prompt-fingerprint.ts';
import { requestBodyFacts, requestSpans } from '../../packages/gateway/src/request/request-facts.ts';
import { createTap } from '../../packages/gateway/src/tap/tap.ts';
import { openMeterline } from '../../packages/server/src/open.ts';
import { openSpool } from '../../packages/server/src/record/spool.ts';
import { eventsOfLines, spoolLine } from '../../packages/server/src/record/spool-line.ts';
import { ANSWER, REQUEST, STREAM } from './exchange.ts';

export interface PartCost {
  readonly what: string;
  readonly us: number;
}

const CALLS = 20_000;
/** Calls that end in one turn of the event loop, and that are appended in one transaction, under load. */
const TURN = 4;
const BATCH = 1000;

const now = Date.UTC(2026, 10, 1);
const hash = new KeyedHash(Buffer.alloc(32, 1));

const costUs = async (calls: number, work: (call: number) => unknown): Promise<number> => {
  for (let call = 0; call < calls / 4; call += 1) await work(call);
  const before = process.threadCpuUsage();
  for (let call = 0; call < calls; call += 1) await work(calls + call);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / calls;
};

const readRequest = (): unknown => {
  const spans = requestSpans(REQUEST)!;
  return [requestBodyFacts(REQUEST, spans), promptFingerprint(REQUEST, spans, hash)];
};

const readAnswer = (contentType: string, bytes: Buffer) => () => {
  const isStream = contentType === 'text/event-stream';
  const tap = createTap({ wire: 'openai-chat', contentType, contentEncoding: '', isStream });
  tap.push(bytes);
  tap.end(() => {});
  return tap.usage();
};

const eventOf = (call: number): UsageEvent =>
  eventsOf({
    provider: 'openai',
    wire: 'openai-chat',
    modelAsked: 'gpt-5.4-mini',
    region: undefined,
    batch: false,
    attribution: { feature: `feature-${call % 12}`, user: `user-${call % 200}` },
    keyLabel: undefined,
    usage: { tokens: { input: 1200, output: 60 }, model: 'gpt-5.4-mini', stopReason: 'stop', toolCalls: 0 },
    estimatedOutput: undefined,
    isWhole: true,
    startedAt: now + call,
    latencyMs: 400,
    timeToFirstTokenMs: undefined,
    httpStatus: 200,
    outcome: 'ok',
    errorType: undefined,
    attempt: undefined,
    promptFingerprint: '0123456789abcdef0123456789abcdef',
    quotas: [],
    newId: () => `bench-${call}`,
  })[0];

/** Both in a folder of their own: the spool, and the ledger with its rollups. */
const ofDisk = async (folder: string): Promise<readonly PartCost[]> => {
  const spool = openSpool(join(folder, 'spool'), '1-bench');
  const turn = Array.from({ length: TURN }, (_, call) => spoolLine(eventOf(call))).join('');
  const write = await costUs(CALLS / TURN, () => spool.write(turn, TURN));
  spool.close();
  const path = join(folder, 'ledger.db');
  const ledger = await openSqliteLedger({ path, zone: 'UTC', clock: () => now, random: () => 0.5 });
  const env = { platform: process.platform, home: folder, get: () => undefined };
  const opened = await openMeterline(
    { env, clock: () => now, random: () => 0.5 },
    { home: join(folder, 'prices') },
  );
  if (!opened.ok) throw new Error(opened.fault.code);
  const batch = (number: number): Uint8Array =>
    new TextEncoder().encode(
      Array.from({ length: BATCH }, (_, call) => spoolLine(eventOf(number * BATCH + call))).join(''),
    );
  const read = await costUs(CALLS / BATCH, () => eventsOfLines(ONE));
  const price = await costUs(CALLS, (call) => opened.value.price(eventOf(call)));
  const make = await costUs(CALLS, eventOf);
  const batches = Array.from({ length: (CALLS / BATCH) * 3 }, (_, number) =>
    eventsOfLines(batch(number)).map(opened.value.price),
  );
  const append = await costUs(CALLS / BATCH, (number) => ledger.append({ events: batches[number]! }));
  await opened.value.close();
  await ledger.close();
  return [
    { what: `spool, ${TURN} calls a write`, us: write / TURN },
    { what: 'writer: lines read', us: read / BATCH },
    { what: 'writer: priced', us: price - make },
    { what: `writer: appended with all rollups, ${BATCH} a transaction`, us: append / BATCH },
  ];
};

const ONE = new TextEncoder().encode(
  Array.from({ length: BATCH }, (_, call) => spoolLine(eventOf(call))).join(''),
);

/** Each part by itself, warm. */
export const partCosts = async (): Promise<readonly PartCost[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'meterline-parts-'));
  try {
    return [
      { what: "request: model, user, prompt's HMAC", us: await costUs(CALLS, readRequest) },
      { what: 'answer read, JSON', us: await costUs(CALLS, readAnswer('application/json', ANSWER)) },
      { what: 'answer read, 60 events', us: await costUs(CALLS, readAnswer('text/event-stream', STREAM)) },
      { what: 'record: event and its line', us: await costUs(CALLS, (call) => spoolLine(eventOf(call))) },
      ...(await ofDisk(folder)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
