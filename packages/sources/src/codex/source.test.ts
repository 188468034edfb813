import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { folderWith } from '../../test/any-reading.ts';
import { mergeAll, nodeFs, readFiles, readRoot, testEnv, totalsOf } from '../../test/harness.ts';
import { readBytes } from '../../test/read-bytes.ts';
import { execReader } from './exec.ts';
import { rolloutReader } from './reader.ts';
import {
  count,
  idAt,
  linesOf,
  meta,
  record,
  START,
  settings,
  stamp,
  started,
  turn,
  usage,
} from './rollout.test-kit.ts';
import { codex } from './source.ts';

const testdata = fileURLToPath(new URL('./testdata', import.meta.url));
const root = (name: string): string => join(testdata, name);
const read = (...lines: readonly unknown[]) => {
  const outcome = readBytes(rolloutReader, linesOf(...lines), { context: { parent: 'found' } });
  return { ...outcome, calls: mergeAll(outcome.events) };
};
const outputs = (calls: readonly { tokens: { output?: number } }[]) =>
  calls.map((call) => call.tokens.output);
const folders: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'codex-'));
  folders.push(path);
  return path;
};
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true });
});
const OWN = idAt(0);
const opening = [meta(0, OWN), turn(1, idAt(1))];

describe('usage records', () => {
  const { calls, issues } = readRoot(codex, root('records'));
  const thread = (id: string) => calls.filter((call) => call.session?.startsWith(id));

  it('gives the totals that the upstream sent', () => {
    expect(totalsOf(calls)).toMatchObject({
      calls: 30,
      input: 41093,
      output: 2354,
      reasoning: 530,
      cacheRead: 207721,
      cacheWrite: 89472,
    });
    expect(issues).toEqual([]);
  });

  it('drops nothing of a fork that copies no history', () => {
    expect(totalsOf(thread('01a20126-d1df'))).toMatchObject({ calls: 2, input: 7217, output: 81 });
    expect(new Set(thread('01a20126-d1df').map((call) => call.parentSession))).toEqual(
      new Set(['01a20125-9edb-7991-a855-8c5d18e5f7a0']),
    );
  });

  it("names a subagent's thread, its parent and its nickname", () => {
    expect(thread('01a20127-dab7').map(({ agent, parentSession }) => [agent, parentSession])).toEqual(
      Array(2).fill(['Godel', '01a20127-d8ce-7062-beba-78755171213a']),
    );
    expect(thread('01a20129-37ec').map((call) => call.agent)).toEqual(['review']);
  });

  it('counts a remote compaction, which no token count tells of', () => {
    expect(totalsOf(thread('01a20129-1bde'))).toMatchObject({ calls: 5, output: 265 });
  });

  it('counts what has no response id once for each time', () => {
    const { calls: found } = readRoot(codex, root('records-without-ids'));
    expect(totalsOf(found)).toMatchObject({ calls: 6, total: 4041 });
  });

  it("keys a call by the response's id where that is OpenAI's, as a gateway would", () => {
    const id = 'resp_119385f3485eb4f9c36bbf734b92de52d01ddbe127c513ba2d';
    expect(calls.some((call) => call.keys.includes(`openai:${id}`))).toBe(true);
    expect(read(...opening, record(2, { input: 5, output: 1 }, 'r1')).calls[0]?.keys).toContain(
      `codex:${OWN}:r1`,
    );
  });

  it('names the moment of a response, for telemetry that has no id; two alike in one second stay two', () => {
    const moment = `codex:${OWN}:~${Math.floor(Date.parse(stamp(2)) / 1000)}:5.0.0.1.0`;
    const alike = ['r1', 'r2'].map((id) => record(2, { input: 5, output: 1 }, id));
    const found = read(...opening, ...alike).calls;
    expect(found.map(({ keys }) => keys.includes(moment))).toEqual([true, false]);
  });

  it('joins the last token count before the first record with it, when they are twins', () => {
    const before = [...opening, count(5, { input: 10, output: 4 }, { input: 10, output: 4 })];
    expect(
      outputs(
        read(...before, record(6, { input: 10, output: 4 }, 'a'), record(20, { input: 10, output: 4 }, 'b'))
          .calls,
      ),
    ).toEqual([4, 4]);
    expect(read(...before, record(11, { input: 10, output: 4 }, 'a')).calls).toHaveLength(2);
    expect(read(...before, record(6, { input: 10, output: 5 }, 'a')).calls).toHaveLength(2);
  });
});

describe('token counts', () => {
  it('counts a total once, however often it is written', () => {
    const { calls } = readRoot(codex, root('counts'));
    expect(totalsOf(calls)).toMatchObject({
      calls: 6,
      input: 59525,
      output: 1123,
      reasoning: 483,
      cacheRead: 238848,
    });
    expect(new Set(calls.map((call) => `${call.confidence} ${call.model} ${call.project}`))).toEqual(
      new Set(['exact gpt-5.3-codex /home/dev/project-693267']),
    );
  });

  it('compares totals alone: a repeat may have another last usage', () => {
    const a = { input: 10, output: 1 };
    expect(
      outputs(
        read(
          ...opening,
          count(2, a, a),
          count(3, a, { input: 9, output: 9 }),
          count(4, a, { input: 0, output: 0 }),
        ).calls,
      ),
    ).toEqual([1]);
  });

  it('trusts the growth of the total where the last usage is stale', () => {
    const a = { input: 10, output: 1 };
    const { calls } = read(...opening, count(2, a, a), count(3, { input: 30, output: 4 }, a));
    expect(calls.map(({ tokens, confidence }) => [tokens.input, tokens.output, confidence])).toEqual([
      [10, 1, 'exact'],
      [20, 3, 'reconciled'],
    ]);
  });

  it('counts the last usage, not the total, of the first event: a resumed thread begins with a large total', () => {
    expect(
      outputs(read(...opening, count(2, { input: 900, output: 90 }, { input: 10, output: 1 })).calls),
    ).toEqual([1]);
  });

  it('passes over an old event that comes late, and begins anew after a real fall', () => {
    const step = { input: 100, output: 0 };
    const late = [
      count(2, { input: 1000, output: 10 }, step),
      count(3, { input: 990, output: 10 }, step),
      count(4, { input: 1100, output: 12 }, { input: 100, output: 2 }),
    ];
    expect(outputs(read(...opening, ...late).calls)).toEqual([0, 2]);
    const anew = [
      count(2, { input: 1000, output: 10 }, step),
      count(3, { input: 50, output: 3 }, { input: 50, output: 3 }),
      count(4, { input: 1000, output: 10 }, step),
    ];
    expect(read(...opening, ...anew).calls).toHaveLength(3);
  });

  it('keeps its place when a compaction shows a total of zero', () => {
    const a = { input: 100, output: 10 };
    const zero = { input: 0, output: 0 };
    expect(
      outputs(
        read(
          ...opening,
          count(2, a, a),
          count(3, zero, zero),
          count(4, { input: 130, output: 12 }, { input: 30, output: 2 }),
        ).calls,
      ),
    ).toEqual([10, 2]);
  });

  it('takes a sum without parts for input, as an estimate, once', () => {
    const a = { input: 100, output: 10 };
    const sum = { ...usage({ input: 0, output: 0 }), total_tokens: 700 };
    const after = (second: number) => ({ ...(count(second, a, undefined) as { payload: { info: object } }) });
    const carrying = [3, 4].map((second) => {
      const line = after(second);
      return {
        ...line,
        payload: { type: 'token_count', info: { ...line.payload.info, last_token_usage: sum } },
      };
    });
    expect(
      read(...opening, count(2, a, a), ...carrying).calls.map(({ tokens, confidence }) => [
        tokens.input,
        confidence,
      ]),
    ).toEqual([
      [100, 'exact'],
      [700, 'estimated'],
    ]);
  });

  it('cuts the cached part to fit, and says so', () => {
    const odd = { input: 10, cached: 25, output: 1 };
    const { calls, issues } = read(...opening, count(2, odd, odd));
    expect(calls[0]?.tokens).toMatchObject({ input: 0, cacheRead: 10, output: 1 });
    expect(issues.map((issue) => issue.code)).toEqual(['COUNTS_DISAGREE']);
  });
});

describe('forks that copy history', () => {
  const PARENT = idAt(-600);
  const a = { input: 10, output: 1 };
  const ab = { input: 30, output: 3 };
  const abc = { input: 60, output: 6 };
  const last = { input: 20, output: 2 };
  const parent = [meta(-600, PARENT), turn(-599, idAt(-599)), count(-590, a, a), count(-580, ab, last)];
  /** The parent's lines, written again at the moment of the fork, then a turn of its own. */
  const child = (id = OWN, output = 3) => [
    meta(0, id, { forked_from_id: PARENT }),
    meta(0, PARENT),
    started(0, idAt(-599)),
    turn(0, idAt(-599)),
    count(0, a, a),
    count(0, ab, last),
    started(9, idAt(9)),
    turn(9, idAt(9), 'gpt-5.5'),
    count(12, { input: 60, output: 3 + output }, { input: 30, output }),
  ];
  const home = (files: Record<string, readonly unknown[]>): string => {
    const dir = folder();
    mkdirSync(join(dir, 'sessions'));
    for (const [id, lines] of Object.entries(files))
      writeFileSync(join(dir, 'sessions', `rollout-${id}.jsonl`), linesOf(...lines));
    return dir;
  };
  const told = ({ calls, issues }: ReturnType<typeof readRoot>) => ({
    calls: calls
      .map(
        (call) => `${call.session === PARENT ? 'parent' : 'child'} ${call.tokens.output} ${call.confidence}`,
      )
      .sort(),
    issues: issues.map((issue) => issue.code),
  });

  it("counts the parent's history as the parent's when its file is there", () => {
    expect(told(readRoot(codex, home({ [PARENT]: parent, [OWN]: child() })))).toEqual({
      calls: ['child 3 exact', 'parent 1 exact', 'parent 2 exact'],
      issues: [],
    });
  });

  it('leaves the history out and says so when nobody else has it', () => {
    const dir = home({ [OWN]: child() });
    expect(told(readRoot(codex, dir))).toEqual({
      calls: ['child 3 reconciled'],
      issues: ['INHERITED_UNKNOWN'],
    });
    const adopted = codex.adopt(join(dir, 'sessions', `rollout-${OWN}.jsonl`), nodeFs);
    expect(told(readFiles(codex, [adopted]))).toEqual({
      calls: ['child 3 reconciled'],
      issues: ['INHERITED_UNKNOWN'],
    });
  });

  it("counts the history once, as the parent's, when several forks hold it", () => {
    const other = idAt(1, '000000000002');
    const dir = home({ [OWN]: child(), [other]: child(other, 5) });
    expect(told(readRoot(codex, dir)).calls).toEqual([
      'child 3 exact',
      'child 5 exact',
      'parent 1 reconciled',
      'parent 2 reconciled',
    ]);
  });

  it('finds the common beginning by its running totals where no turn tells whose it is', () => {
    const { calls, issues } = readRoot(codex, root('fork'));
    expect(totalsOf(calls)).toMatchObject({ calls: 53, total: 5856109 });
    expect(totalsOf(calls.filter((call) => call.session === 'child-session'))).toMatchObject({ calls: 10 });
    expect(issues).toEqual([]);
  });

  it('cuts by time where there is neither a parent nor a turn', () => {
    const bare = [
      meta(0, 'child', { forked_from_id: 'gone' }),
      turn(0, 'turn'),
      count(1, a, a),
      count(2, ab, last),
      count(8, abc, { input: 30, output: 3 }),
    ];
    expect(told(readRoot(codex, home({ child: bare })))).toEqual({
      calls: ['child 3 reconciled'],
      issues: ['INHERITED_UNKNOWN'],
    });
  });

  it('drops nothing of a subagent that began afresh', () => {
    const fresh = [
      meta(0, OWN, {
        parent_thread_id: PARENT,
        source: { subagent: { thread_spawn: { parent_thread_id: PARENT } } },
      }),
      turn(1, idAt(1)),
      count(2, a, a),
    ];
    expect(told(readRoot(codex, home({ [OWN]: fresh })))).toEqual({ calls: ['child 1 exact'], issues: [] });
  });

  it("knows a grandchild's copies under every ancestor's name", () => {
    const grandchild = idAt(20);
    const lines = [
      meta(20, grandchild, { forked_from_id: OWN }),
      ...child()
        .slice(0, -1)
        .map((line) => ({ ...line, timestamp: stamp(20) })),
      count(20, { input: 60, output: 6 }, { input: 30, output: 3 }),
      turn(25, idAt(25)),
      count(26, { input: 70, output: 13 }, { input: 10, output: 7 }),
    ];
    const found = readRoot(codex, home({ [PARENT]: parent, [OWN]: child(), [grandchild]: lines }));
    expect(outputs(found.calls).sort()).toEqual([1, 2, 3, 7]);
  });
});

describe('settings and models', () => {
  const a = { input: 10, output: 1 };
  const b = { input: 20, output: 3 };

  it('keeps a service tier until the next settings; fast is priority', () => {
    const { calls } = read(
      ...opening,
      settings(2, { service_tier: 'fast' }),
      count(3, a, a),
      settings(4, {}),
      count(5, b, { input: 10, output: 2 }),
      settings(6, { service_tier: null }),
      count(7, { input: 30, output: 6 }, { input: 10, output: 3 }),
    );
    expect(calls.map((call) => call.serviceTier)).toEqual(['priority', 'priority', undefined]);
  });

  it('gives a call that came before its model the first model that is named, across a cut and a restart', () => {
    const text = linesOf(
      meta(0, OWN),
      count(1, a, a),
      turn(2, idAt(2), 'gpt-5.5'),
      count(3, b, { input: 10, output: 2 }),
    );
    for (const chunkBytes of [1000, 400]) {
      const { events } = readBytes(rolloutReader, text, { chunkBytes });
      expect(mergeAll(events).map((call) => [call.model, call.confidence])).toEqual([
        ['gpt-5.5', 'exact'],
        ['gpt-5.5', 'exact'],
      ]);
    }
  });

  it('does not lose a call whose model is never named', () => {
    expect(read(meta(0, OWN), count(1, a, a)).calls).toMatchObject([
      { model: 'unknown', confidence: 'estimated' },
    ]);
  });

  it('reads provider, project, branch and program from the thread, and the model at its depth only', () => {
    const own = meta(0, OWN, {
      model_provider: 'azure',
      git: { branch: 'main' },
      base_instructions: { model: 'x', cwd: 'y' },
    });
    expect(read(own, turn(1, idAt(1)), count(2, a, a)).calls[0]).toMatchObject({
      provider: 'azure',
      project: '/w/app',
      branch: 'main',
      channel: 'codex_cli_rs',
      session: OWN,
      model: 'gpt-5.4',
      startedAt: START + 2000,
    });
  });
});

describe('codex exec --json', () => {
  const done = (input: number, output: number) => ({
    type: 'turn.completed',
    usage: { input_tokens: input, cached_input_tokens: 0, output_tokens: output },
  });

  it('reads a saved output at the time of its file, whether it sums up or not', () => {
    const of = (...turns: readonly object[]) =>
      readBytes(execReader, linesOf({ type: 'thread.started', thread_id: 't' }, ...turns)).events;
    expect(outputs(of(done(10, 1), done(30, 4)))).toEqual([1, 3]);
    expect(outputs(of(done(10, 4), done(30, 1)))).toEqual([4, 1]);
    expect(of(done(10, 1))[0]).toMatchObject({
      session: 't',
      confidence: 'estimated',
      startedAt: Date.UTC(2026, 0, 1),
    });
  });

  it('is told from a rollout when it is named by hand', () => {
    const dir = folder();
    const path = join(dir, 'out.jsonl');
    writeFileSync(path, linesOf({ type: 'thread.started', thread_id: 't' }, done(1, 1)));
    expect(codex.adopt(path, nodeFs).reader).toBe('exec');
  });
});

describe('the same calls', () => {
  it('whatever the chunks, and in any order and repetition of the files', () => {
    const files = ['records', 'counts', 'fork'].flatMap((name) => [...codex.discover(root(name), nodeFs)]);
    const sorted = (order: typeof files, chunkBytes: number) =>
      [...readFiles(codex, order, { chunkBytes }).calls].sort((a, b) =>
        a.keys.join() < b.keys.join() ? -1 : 1,
      );
    const expected = sorted(files, 1 << 20);
    const any = fc
      .array(fc.constantFrom(...files), { maxLength: 4 })
      .chain((more) => fc.shuffledSubarray([...files, ...more], { minLength: files.length + more.length }));
    fc.assert(
      fc.property(any, fc.integer({ min: 900, max: 60_000 }), (order, chunkBytes) => {
        expect(sorted(order, chunkBytes)).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  it('from a rollout, its archived and its compressed copy', () => {
    const dir = folder();
    const name = 'rollout-2026-02-23T20-34-25-019c8bfe-ec25-79e0-97d7-bda6a9c575ff.jsonl';
    const original = join(root('counts'), 'sessions/2026/02/23', name);
    for (const folder of ['sessions/2026/02/23', 'archived_sessions'])
      mkdirSync(join(dir, folder), { recursive: true });
    copyFileSync(original, join(dir, 'archived_sessions', name));
    writeFileSync(join(dir, 'sessions/2026/02/23', `${name}.zst`), zstdCompressSync(readFileSync(original)));
    expect([...codex.discover(dir, nodeFs)]).toHaveLength(2);
    expect(readRoot(codex, dir).calls).toEqual(readRoot(codex, root('counts')).calls);
  });
});

describe('bad input', () => {
  const a = { input: 10, output: 1 };

  it('goes on after damaged lines and unknown types, and leaves a torn last line for later', () => {
    const text = `\ufeff${linesOf(...opening)}\r\n{"timestamp":\n${linesOf({ type: 'brand_new', payload: {} }, count(2, a, a))}{"timestamp":"2026`;
    const { events, issues } = readBytes(rolloutReader, text.replaceAll('}\n', '}\r\n'));
    expect(outputs(events)).toEqual([1]);
    expect(issues.map((issue) => issue.code)).toEqual(['BAD_JSON']);
  });

  it('skips a call without a readable time, and keeps the other counts when one cannot be used', () => {
    const timeless = { ...count(2, a, a), timestamp: 'now' };
    const odd = { ...(record(4, { input: 8, cached: -1, output: 2 }, 'r') as object) };
    const { events, issues } = readBytes(rolloutReader, linesOf(...opening, timeless, odd));
    expect(events.map((event) => event.tokens)).toEqual([{ input: 8, output: 2, reasoning: 0 }]);
    expect(issues.map((issue) => `${issue.code} ${issue.detail}`)).toEqual([
      'BAD_TIMESTAMP timestamp',
      'BAD_NUMBER cached_input_tokens',
    ]);
  });

  it('keeps no text of the conversation in events, issues or state', () => {
    const canary = 'CANARY';
    const spoken = {
      timestamp: stamp(3),
      type: 'event_msg',
      payload: { type: 'agent_message', message: canary },
    };
    const own = meta(0, OWN, { base_instructions: { text: canary }, instructions: canary });
    const { events, issues, state } = readBytes(
      rolloutReader,
      linesOf(own, turn(1, idAt(1)), spoken, count(4, a, a)),
    );
    expect(events).toHaveLength(1);
    expect(JSON.stringify({ events, issues }) + state).not.toContain(canary);
    expect(state.length).toBeLessThan(2000);
  });
});

describe('where the files lie', () => {
  it('lets CODEX_HOME replace the default', () => {
    expect(codex.roots(testEnv('/home/dev'))).toEqual(['/home/dev/.codex']);
    expect(codex.roots(testEnv('/home/dev', { CODEX_HOME: '/c' }))).toEqual(['/c']);
  });

  it('has a home of its own inside each agent of OpenClaw', () => {
    const home = folderWith({
      '.openclaw/agents/main/agent/codex-home/sessions/.keep': '',
      '.openclaw/agents/ops/.keep': '',
    });
    expect(codex.roots(testEnv(home), nodeFs)).toEqual([
      join(home, '.codex'),
      join(home, '.openclaw/agents/main/agent/codex-home'),
    ]);
    expect([...codex.discover(root('nowhere'), nodeFs)]).toEqual([]);
  });

  it('knows its own lines by their content', () => {
    const head = (lines: readonly object[]) => ({
      path: 'x',
      bytes: new Uint8Array(),
      lines: lines as never,
      document: undefined,
      tables: undefined,
    });
    expect(codex.recognises(head([meta(0, OWN)]))).toBe(true);
    expect(codex.recognises(head([{ type: 'turn.completed', usage: {} }]))).toBe(true);
    expect(codex.recognises(head([{ type: 'session', id: 'x' }, { type: 'response_item' }]))).toBe(false);
  });
});
