import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeAll, readRoot, totalsOf } from '../../test/harness.ts';
import { readText } from '../../test/read-text.ts';
import { openclaw } from './source.ts';

const TESTDATA = `${import.meta.dirname}/testdata`;
const V2 = `${TESTDATA}/v2026.2.6-3`;
const V6 = `${TESTDATA}/v2026.6.11`;
const JOB = '12e8d694-a742-4a0a-b54f-2c4a42a2d256';

/** What a set of calls is, free of the order in which it was found. */
const inOrder = (calls: readonly { readonly keys: readonly string[] }[]) =>
  [...calls].sort((a, b) => String(a.keys[0]).localeCompare(String(b.keys[0])));

describe('the totals of real states', () => {
  it('2026.2.6-3: sessions, a reset, a deleted one, a job, a subagent', () => {
    const { calls, issues } = readRoot(openclaw, V2);
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({
      calls: 25,
      input: 44_596,
      output: 2_240,
      cacheRead: 74_670,
      cacheWrite: 600,
      reportedCostNanoUsd: 139_797_000,
    });
  });

  it('2026.6.11: a transcript after a reset and one after a deletion are billed all the same', () => {
    const { calls, issues } = readRoot(openclaw, V6);
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({
      calls: 8,
      input: 10_239,
      output: 423,
      reasoning: 100,
      cacheRead: 23_090,
      cacheWrite: 600,
      reportedCostNanoUsd: 36_899_000,
    });
  });

  it('the desktop app: no call where the request reached nobody, nor where OpenClaw itself wrote the row', () => {
    const { calls, issues } = readRoot(openclaw, `${TESTDATA}/desktop`);
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({ calls: 3, total: 44_469, reportedCostNanoUsd: 38_788_050 });
    expect(calls.every((call) => call.status === 'ok')).toBe(true);
  });
});

describe('who caused a call', () => {
  const { calls, cronJobs } = readRoot(openclaw, V2);

  it('knows agent, session and folder', () => {
    expect(new Set(calls.map((call) => call.agent))).toEqual(new Set(['main']));
    expect(new Set(calls.map((call) => call.project))).toEqual(
      new Set(['/home/dev/openclaw-demo0000/ws-old']),
    );
    expect(calls.every((call) => call.app === 'openclaw' && call.session !== undefined)).toBe(true);
  });

  it('knows the job from the session key, and its name', () => {
    expect(calls.filter((call) => call.cron === JOB).map((call) => call.session)).toEqual([
      '785666fa-f1ce-42c9-82cf-523ec4c68e42',
    ]);
    expect(cronJobs).toContainEqual({ app: 'openclaw', cron: JOB, name: 'Morning brief' });
  });

  it('knows the job from the first words of the prompt when the index has forgotten the session', () => {
    const job = '06c0bf87-9eff-4c3e-bf0e-a311b0b46af5';
    const dir = mkdtempSync(join(tmpdir(), 'meterline-openclaw-'));
    cpSync(V6, dir, { recursive: true });
    rmSync(join(dir, 'agents/main/sessions/sessions.json'));
    expect(readRoot(openclaw, dir).calls.filter((call) => call.cron === job)).toHaveLength(1);
    rmSync(dir, { recursive: true });
  });

  it('knows who spawned a subagent, and the channel', () => {
    const child = calls.filter((call) => call.parentSession !== undefined);
    expect(child).toHaveLength(1);
    expect(child[0]).toMatchObject({
      session: '5fce154e-61bf-49b4-9316-5edd0f259055',
      parentSession: 'd20fd00f-588d-4e61-a153-07c5792967db',
      parentAgent: 'main',
      channel: 'webchat',
    });
  });

  it('marks output that may hold reasoning twice (2026.2), and trusts the versions that report reasoning', () => {
    const old = calls.filter((call) => call.provider === 'mockai' && call.status === 'ok');
    expect(old.every((call) => call.inclusion === 'assumed')).toBe(true);
    expect(readRoot(openclaw, V6).calls.every((call) => call.inclusion === undefined)).toBe(true);
  });

  it('takes the start of a call from the message and its end from the line', () => {
    const call = calls.find((one) => one.session === '1f2bb035-36d6-4c9b-a9e2-bcf770ac83dd');
    expect(call).toMatchObject({
      startedAt: 1_795_311_685_711,
      latencyMs: 34,
      provider: 'mockai',
      model: 'mock-gpt',
    });
  });
});

describe('files that are renamed', () => {
  it('a reset renames a transcript: read again under its new name nothing is counted twice', () => {
    const dir = mkdtempSync(join(tmpdir(), 'meterline-openclaw-'));
    cpSync(V2, dir, { recursive: true });
    const before = readRoot(openclaw, dir);
    const file = join(dir, 'agents/main/sessions/ea27e0e8-d4a2-4ce6-b230-09ceacbd1778.jsonl');
    renameSync(file, `${file}.reset.2026-11-23T00-00-00.000Z`);
    rmSync(join(dir, 'agents/main/sessions/sessions.json'));
    const after = readRoot(openclaw, dir);
    const both = mergeAll([...before.emitted, ...after.emitted]);
    expect(inOrder(both)).toEqual(inOrder(before.calls));
    rmSync(dir, { recursive: true });
  });
});

describe('any way of reading gives the same calls', () => {
  const expected = inOrder(readRoot(openclaw, V2).calls);

  it('any split into chunks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000 }), (chunkBytes) => {
        expect(inOrder(readRoot(openclaw, V2, { chunkBytes }).calls)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  it('any order and any repetition', () => {
    const { emitted } = readRoot(openclaw, V2);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...emitted, ...emitted], { minLength: emitted.length * 2 }),
        (events) => {
          expect(inOrder(mergeAll(events))).toEqual(expected);
        },
      ),
      { numRuns: 25 },
    );
    expect(inOrder(readRoot(openclaw, V2, { order: 'reverse' }).calls)).toEqual(expected);
  });
});

describe('files of unknown kind', () => {
  const line = { type: 'session', version: 3, id: 's', timestamp: '2026-01-01T00:00:00Z', cwd: '/w' };
  const head = (path: string, ...lines: readonly object[]) =>
    ({ path, bytes: new Uint8Array(), lines, document: undefined, tables: undefined }) as never;

  it('knows its transcripts by folder, by a row of its own, or by version', () => {
    expect(openclaw.recognises(head('/home/u/.openclaw/agents/main/sessions/a.jsonl', line))).toBe(true);
    expect(openclaw.recognises(head('/x/a.jsonl', { ...line, version: 4 }))).toBe(true);
    const own = {
      type: 'message',
      message: { role: 'assistant', provider: 'openclaw', usage: { totalTokens: 0 } },
    };
    expect(openclaw.recognises(head('/x/a.jsonl', line, own))).toBe(true);
    expect(openclaw.recognises(head('/home/u/.pi/agent/sessions/x/a.jsonl', line))).toBe(false);
    expect(openclaw.recognises(head('/x/a.jsonl', { type: 'session_meta', payload: {} }))).toBe(false);
  });

  it('knows its databases by their tables', () => {
    const tables = (...names: string[]) =>
      ({ ...(head('/x.sqlite') as object), tables: new Set(names) }) as never;
    expect(openclaw.recognises(tables('transcript_events', 'session_windows'))).toBe(true);
    expect(openclaw.recognises(tables('cron_jobs', 'agent_databases'))).toBe(true);
    expect(openclaw.recognises(tables('message', 'session'))).toBe(false);
  });

  it('reads a file that was named by hand', () => {
    const text = `${JSON.stringify(line)}\n`;
    expect(readText(openclaw, text, { name: 'a.jsonl' })).toMatchObject({ calls: [], issues: [] });
    expect(readText(openclaw, '{"jobs":[{"id":"j","name":"n"}]}', { name: 'jobs.json' }).cronJobs).toEqual([
      { app: 'openclaw', cron: 'j', name: 'n' },
    ]);
    expect(readText(openclaw, '{"jobs":', { name: 'jobs.json' }).issues.map(({ code }) => code)).toEqual([
      'BAD_JSON',
    ]);
  });
});

describe('what is no transcript', () => {
  it('passes over traces, checkpoints, backups, locks and copies of a migration', () => {
    const dir = mkdtempSync(join(tmpdir(), 'meterline-openclaw-'));
    const sessions = join(dir, 'agents/main/sessions');
    mkdirSync(join(sessions, 'session-sqlite-import-archive'), { recursive: true });
    const row = {
      type: 'message',
      id: 'a',
      timestamp: '2026-01-01T00:00:01Z',
      message: {
        role: 'assistant',
        provider: 'p',
        model: 'm',
        usage: { input: 1, output: 1, totalTokens: 2 },
      },
    };
    const names = [
      's.trajectory.jsonl',
      's.checkpoint.1.jsonl',
      's.jsonl.bak.2026-01-01',
      's.jsonl.lock',
      'session-sqlite-import-archive/s.jsonl.imported-1',
      'session-sqlite-import-archive/s.jsonl',
    ];
    for (const name of names) writeFileSync(join(sessions, name), `${JSON.stringify(row)}\n`);
    expect(readRoot(openclaw, dir).emitted).toEqual([]);
    writeFileSync(
      join(sessions, 'session-sqlite-import-archive/archive-tier.s.jsonl'),
      `${JSON.stringify(row)}\n`,
    );
    writeFileSync(join(sessions, 's-topic-7.jsonl'), `${JSON.stringify(row)}\n`);
    expect(readRoot(openclaw, dir).emitted).toHaveLength(2);
    rmSync(dir, { recursive: true });
  });
});
