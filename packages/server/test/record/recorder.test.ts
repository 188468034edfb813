import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, MeterlineError } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecorder } from '../../src/record/create-recorder.ts';
import { MAX_UNWRITTEN_CALLS } from '../../src/record/limits.ts';
import type { CallBatch } from '../../src/record/recorder.ts';
import { eventOfLine, eventsOfBatch, spoolLine } from '../../src/record/spool-line.ts';
import { freshFolder } from '../kit.ts';
import { event } from './record-kit.ts';

const call = (id: string) => ({ event: event(id), quota: [] });

/** A ledger that keeps keys, and can be told to refuse. */
const ledger = () => {
  const keys = new Set<string>();
  const state = { refuses: false, appends: 0 };
  return {
    keys,
    state,
    append: async (calls: CallBatch) => {
      const events = eventsOfBatch(calls);
      state.appends += 1;
      if (state.refuses) {
        const { fault } = fail('LEDGER_LOCKED', 'Another program holds it.');
        throw new MeterlineError(fault);
      }
      const before = keys.size;
      for (const one of events) keys.add(one.keys[0]!);
      return { added: keys.size - before, merged: 0, unchanged: events.length - (keys.size - before) };
    },
  };
};

const nobody = () => false;
const nothing = () => {};

describe('the recorder', () => {
  it('puts every spooled call into the ledger, and leaves no file behind', async () => {
    const folder = freshFolder();
    const to = ledger();
    const recorder = createRecorder({ folder, owner: '1-a', isAlive: nobody, append: to.append });
    for (let id = 0; id < 2500; id += 1) recorder.spool(call(String(id)), nothing);
    await recorder.flush();
    expect(to.keys.size).toBe(2500);
    expect(to.state.appends).toBeLessThan(20);
    await recorder.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has a call in its file when it says so, and records it at the next start', async () => {
    const folder = freshFolder();
    const locked = ledger();
    locked.state.refuses = true;
    const killed = createRecorder({ folder, owner: '1-a', isAlive: nobody, append: locked.append });
    const written = Array.from(
      { length: 10 },
      (_, id) => new Promise<void>((resolve) => killed.spool(call(String(id)), resolve)),
    );
    await Promise.all(written);
    const [file] = readdirSync(folder);
    expect(readFileSync(join(folder, file!), 'utf8').trim().split('\n')).toHaveLength(10);
    await killed.close();
    const to = ledger();
    const next = createRecorder({ folder, owner: '2-b', isAlive: nobody, append: to.append });
    await next.flush();
    expect(to.keys.size).toBe(10);
    await next.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves the calls of a process that runs to it', async () => {
    const folder = freshFolder();
    const locked = ledger();
    locked.state.refuses = true;
    const other = createRecorder({ folder, owner: '77-a', isAlive: nobody, append: locked.append });
    await new Promise<void>((resolve) => other.spool(call('1'), resolve));
    const to = ledger();
    const own = createRecorder({
      folder,
      owner: '78-a',
      isAlive: (owner) => owner === '77-a',
      append: to.append,
    });
    await own.flush();
    await own.close();
    expect(to.keys.size).toBe(0);
    expect(readdirSync(folder)).toHaveLength(1);
    await other.close();
  });

  it('waits for a ledger that is locked, and says why', async () => {
    const to = ledger();
    to.state.refuses = true;
    const recorder = createRecorder({
      folder: freshFolder(),
      owner: '1-a',
      isAlive: nobody,
      append: to.append,
    });
    recorder.spool(call('1'), nothing);
    while (recorder.stats().fault === null) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(recorder.stats()).toMatchObject({ waiting: 1, fault: { code: 'LEDGER_LOCKED' } });
    to.state.refuses = false;
    await recorder.flush();
    expect(recorder.stats()).toMatchObject({ waiting: 0, recorded: 1, lost: 0, fault: null });
    await recorder.close();
  });

  it('counts what neither the disk nor the ledger takes, once memory is full', async () => {
    const to = ledger();
    to.state.refuses = true;
    const folder = join(freshFolder(), 'a-file');
    writeFileSync(folder, '');
    const recorder = createRecorder({ folder, owner: '1-a', isAlive: nobody, append: to.append });
    let told = 0;
    for (let id = 0; id < MAX_UNWRITTEN_CALLS + 5; id += 1) recorder.spool(call(String(id)), () => told++);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toBe(MAX_UNWRITTEN_CALLS + 5);
    expect(recorder.stats()).toMatchObject({ waiting: MAX_UNWRITTEN_CALLS, lost: 5 });
    to.state.refuses = false;
    await recorder.flush();
    expect(to.keys.size).toBe(MAX_UNWRITTEN_CALLS);
    await recorder.close();
  });

  it('keeps as many calls as come while the ledger is locked', async () => {
    const to = ledger();
    to.state.refuses = true;
    const folder = freshFolder();
    const recorder = createRecorder({ folder, owner: '1-a', isAlive: nobody, append: to.append });
    for (let id = 0; id < 45_000; id += 1) recorder.spool(call(String(id)), nothing);
    expect(recorder.stats().waiting).toBe(45_000);
    to.state.refuses = false;
    await recorder.flush();
    expect(to.keys.size).toBe(45_000);
    await recorder.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes on without its folder as long as the ledger takes calls', async () => {
    const folder = freshFolder();
    const to = ledger();
    writeFileSync(join(folder, '1-a-000001.calls'), '');
    const recorder = createRecorder({ folder, owner: '1-a', isAlive: () => true, append: to.append });
    recorder.spool(call('1'), nothing);
    await recorder.flush();
    expect(to.keys.size).toBe(1);
    await recorder.close();
  });
});

describe('a line of the spool', () => {
  it('is read back, and not when it was cut or changed', () => {
    const line = spoolLine(event('ü"\\')).trimEnd();
    expect(eventOfLine(line)).toEqual(event('ü"\\'));
    fc.assert(
      fc.property(fc.nat(line.length - 1), (length) => {
        expect(eventOfLine(line.slice(0, length))).toBeUndefined();
      }),
    );
    expect(eventOfLine(line.replace('gpt-5.6', 'gpt-5.7'))).toBeUndefined();
  });
});
