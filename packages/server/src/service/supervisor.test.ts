import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RETRY_FIRST_MS, RETRY_MAX_MS, STEADY_AFTER_MS } from './limits.ts';
import { supervise } from './supervisor.ts';
import type { OnNews, WriterNews } from './writer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const notHere = () => Promise.reject(new Error('not here'));
const DIED: WriterNews = { kind: 'died', reason: 'x' };

/** A supervisor over writers that do nothing; `say` speaks for one of them. */
const world = () => {
  const started: { say: OnNews; stopped: boolean }[] = [];
  const heard: WriterNews[] = [];
  const supervisor = supervise(
    (say) => {
      const writer = { say, stopped: false };
      started.push(writer);
      return {
        scan: () => {},
        reprice: notHere,
        importFile: notHere,
        append: notHere,
        changeNote: notHere,
        followChanges: notHere,
        stop: async () => {
          writer.stopped = true;
        },
      };
    },
    (news) => heard.push(news),
    () => Date.now(),
  );
  supervisor.start();
  return { started, heard, supervisor };
};

describe('a writer that dies', () => {
  it('is started again after a wait that grows, and begins small again when one has lasted', () => {
    const { started, supervisor } = world();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      started.at(-1)?.say(DIED);
      expect(supervisor.current()).toBeUndefined();
      const from = Date.now();
      vi.advanceTimersToNextTimer();
      waits.push(Date.now() - from);
      expect(started).toHaveLength(i + 2);
    }
    expect(waits).toEqual(
      [1, 2, 4, 8, 16, 30, 30, 30].map((times) => Math.min(times * RETRY_FIRST_MS, RETRY_MAX_MS)),
    );
    expect(supervisor.restarts()).toBe(8);
    vi.advanceTimersByTime(STEADY_AFTER_MS);
    started.at(-1)?.say(DIED);
    vi.advanceTimersByTime(RETRY_FIRST_MS);
    expect(started).toHaveLength(10);
  });

  it('is not started twice, nor after it was to be stopped', async () => {
    const { started, supervisor } = world();
    started[0]?.say(DIED);
    expect(supervisor.wanted()).toBe(true);
    await supervisor.restart();
    vi.advanceTimersByTime(RETRY_MAX_MS);
    expect(started).toHaveLength(2);
    started[1]?.say(DIED);
    await supervisor.stop();
    vi.advanceTimersByTime(RETRY_MAX_MS);
    expect(started).toHaveLength(2);
    expect(supervisor.wanted()).toBe(false);
  });
});

it('hears nothing of a writer that was replaced', async () => {
  const { started, heard, supervisor } = world();
  await supervisor.restart();
  expect(started[0]?.stopped).toBe(true);
  started[0]?.say({ kind: 'bulk' });
  started[0]?.say(DIED);
  started[1]?.say({ kind: 'opened' });
  expect(heard).toEqual([{ kind: 'opened' }]);
  expect(supervisor.restarts()).toBe(0);
});
