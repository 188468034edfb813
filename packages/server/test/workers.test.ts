import { join } from 'node:path';
import { type Cost, type PricedEvent, TOKEN_KINDS } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packEvents, unpackEvents } from '../src/import/worker/event-codec.ts';
import type { ImportReport } from '../src/index.ts';
import { callLines, freshFolder, openTest, writeFile } from './kit.ts';
import { dumpLedger } from './ledger-dump.ts';

const folderOfFiles = (files: number, callsEach: number): string => {
  const dir = freshFolder();
  for (let i = 0; i < files; i++)
    writeFile(join(dir, `${i}.jsonl`), callLines(callsEach, i * (callsEach - 2)));
  return dir;
};

/** What does not depend on which copies of a call happened to come in the same transaction. */
const facts = ({ added, issues, bytesRead, faults, sources }: ImportReport) => ({
  added,
  issues,
  bytesRead,
  faults,
  files: sources.map(({ id, files, filesRead }) => ({ id, files, filesRead })),
});

describe('reading in worker threads', () => {
  it('gives the same ledger and the same report as reading on one thread', async () => {
    // More files than a worker is given at once, so that work comes while a parcel waits.
    const dir = folderOfFiles(260, 30);
    const alone = await openTest();
    const expected = await alone.import({ paths: [dir], only: ['jsonl'], workers: 0 });
    for (const workers of [1, 3]) {
      const shared = await openTest();
      const report = await shared.import({ paths: [dir], only: ['jsonl'], workers });
      expect(facts(report)).toEqual(facts(expected));
      expect(await dumpLedger(shared.ledger)).toEqual(await dumpLedger(alone.ledger));
      const again = await shared.import({ paths: [dir], only: ['jsonl'], workers });
      expect(again).toMatchObject({ bytesRead: 0, added: 0 });
    }
  });

  it.each(['does-not-exist.ts', 'dying-worker.ts'])('loses nothing when a worker fails: %s', async (name) => {
    const dir = folderOfFiles(20, 50);
    const alone = await openTest();
    await alone.import({ paths: [dir], only: ['jsonl'], workers: 0 });
    const meterline = await openTest({ workerEntry: new URL(`./${name}`, import.meta.url) });
    const report = await meterline.import({ paths: [dir], only: ['jsonl'], workers: 2 });
    expect(report.sources[0]).toMatchObject({ files: 20, filesRead: 20 });
    expect(await dumpLedger(meterline.ledger)).toEqual(await dumpLedger(alone.ledger));
  });

  it('stops its workers at an abort', async () => {
    const dir = folderOfFiles(60, 200);
    const stop = new AbortController();
    stop.abort();
    const meterline = await openTest();
    const report = await meterline.import({ paths: [dir], only: ['jsonl'], workers: 2, signal: stop.signal });
    expect(report.added).toBeLessThan(60 * 200);
  });
});

const text = fc.constantFrom('a', 'b', 'ünï', 'long'.repeat(20));
const count = fc.option(fc.integer({ min: 0, max: 1e12 }), { nil: undefined });
const present = <T extends object>(fields: T): T => JSON.parse(JSON.stringify(fields)) as T;

const cost: fc.Arbitrary<Cost> = fc
  .record({
    status: fc.constantFrom('priced' as const, 'unpriced' as const),
    listNanoUsd: count,
    reportedNanoUsd: count,
    billedNanoUsd: count,
    cacheSavedNanoUsd: count,
    cachePremiumNanoUsd: count,
    priceRule: fc.option(text, { nil: undefined }),
    matchedBy: fc.option(text, { nil: undefined }),
    bookVersion: text,
    confidence: fc.constantFrom('exact' as const, 'estimated' as const),
    notes: fc.option(fc.array(text, { maxLength: 2 }), { nil: undefined }),
  })
  .map((fields) => fields as Cost);

const event: fc.Arbitrary<PricedEvent> = fc
  .record({
    keys: fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 3 }),
    startedAt: fc.integer({ min: 0, max: 4e12 }),
    originAt: count,
    source: text,
    capture: fc.constantFrom('log' as const, 'gateway' as const),
    session: fc.option(text, { nil: undefined }),
    provider: text,
    model: text,
    modelCanonical: text,
    batch: fc.option(fc.boolean(), { nil: undefined }),
    tags: fc.option(fc.dictionary(text, text, { maxKeys: 2 }), { nil: undefined }),
    latencyMs: count,
    tokens: fc.record(Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, count]))).map(present),
    status: fc.constantFrom('ok' as const, 'error' as const),
    confidence: fc.constant('exact' as const),
    cost,
  })
  .map((fields) => fields as PricedEvent);

describe('packed calls', () => {
  it('are the same calls when they are unpacked', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const sent = structuredClone(packEvents(events));
        expect(unpackEvents(sent)).toEqual(events);
      }),
    );
  });

  it.each([
    ...['app', 'machine', 'project', 'branch', 'session', 'parentSession', 'task', 'agent', 'parentAgent'],
    ...['channel', 'cron', 'user', 'tenant', 'feature', 'environment', 'apiKeyLabel', 'tags', 'quotas'],
    ...['promptFingerprint', 'modelAnswered', 'serviceTier', 'speed', 'region', 'errorType', 'stopReason'],
    ...['inclusion', 'source', 'capture', 'provider', 'model', 'modelCanonical', 'status', 'confidence'],
    'batch',
  ])('are told apart by %s', (name) => {
    const [first] = fc.sample(event, { numRuns: 1, seed: 7 });
    const events = [first!, { ...first!, [name]: 'other' }, first!] as PricedEvent[];
    expect(unpackEvents(packEvents(events))).toEqual(events);
  });

  it.each(['status', 'priceRule', 'matchedBy', 'bookVersion', 'confidence', 'notes', 'tier'])(
    'are told apart by %s of their cost',
    (name) => {
      const [first] = fc.sample(event, { numRuns: 1, seed: 7 });
      const events = [first!, { ...first!, cost: { ...first!.cost, [name]: 'other' } }] as PricedEvent[];
      expect(unpackEvents(packEvents(events))).toEqual(events);
    },
  );

  it('keep each number in its place', () => {
    const [first] = fc.sample(event, { numRuns: 1, seed: 7 });
    const numbered = {
      ...first!,
      ...{ startedAt: 1, originAt: 2, webSearches: 3, toolCalls: 14, reportedCostNanoUsd: 4, latencyMs: 5 },
      ...{ timeToFirstTokenMs: 6, httpStatus: 7, attempt: 8 },
      cost: {
        ...first!.cost,
        listNanoUsd: 9,
        reportedNanoUsd: 10,
        billedNanoUsd: 11,
        cacheSavedNanoUsd: 12,
        cachePremiumNanoUsd: 13,
      },
      tokens: Object.fromEntries(TOKEN_KINDS.map((kind, i) => [kind, 100 + i])),
    } as PricedEvent;
    expect(unpackEvents(packEvents([numbered]))).toEqual([numbered]);
  });

  it('share what they have in common', () => {
    const [first] = fc.sample(event, { numRuns: 1, seed: 7 });
    const events = Array.from({ length: 500 }, (_, i) => ({ ...first!, startedAt: i, keys: [`k${i}`] }));
    expect(packEvents(events).templates).toHaveLength(1);
  });
});
