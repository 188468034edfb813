import { RETRY_FIRST_MS, RETRY_MAX_MS, STEADY_AFTER_MS } from './limits.ts';
import type { OnNews, StartWriter, Writer } from './writer.ts';

/** Keeps a writer at work: one that died is started again, after a wait that grows while they keep dying. */
export interface Supervisor {
  start(): void;
  /** Ends it between two batches; it stays ended until it is started. */
  stop(): Promise<void>;
  /** With the settings as they are now. */
  restart(): Promise<void>;
  /** Undefined while it is stopped, or waits to be started again. */
  current(): Writer | undefined;
  /** Whether one is wanted, also while it waits. */
  wanted(): boolean;
  /** Times that one had died. */
  restarts(): number;
}

export const supervise = (startWriter: StartWriter, onNews: OnNews, clock: () => number): Supervisor => {
  let writer: Writer | undefined;
  let timer: NodeJS.Timeout | undefined;
  let restarts = 0;
  let waitMs = RETRY_FIRST_MS;
  let wanted = false;
  const start = (): void => {
    clearTimeout(timer);
    wanted = true;
    const startedAt = clock();
    const started = startWriter((news) => {
      // Of a writer that was replaced nothing counts any more.
      if (started !== writer) return;
      onNews(news);
      if (news.kind === 'died') startAgain(clock() - startedAt);
    });
    writer = started;
  };
  const startAgain = (livedMs: number): void => {
    if (livedMs >= STEADY_AFTER_MS) waitMs = RETRY_FIRST_MS;
    restarts++;
    writer = undefined;
    timer = setTimeout(start, waitMs);
    waitMs = Math.min(waitMs * 2, RETRY_MAX_MS);
  };
  const stop = async (): Promise<void> => {
    clearTimeout(timer);
    wanted = false;
    const stopped = writer;
    writer = undefined;
    await stopped?.stop();
  };
  return {
    start,
    stop,
    restart: async () => {
      await stop();
      start();
    },
    current: () => writer,
    wanted: () => wanted,
    restarts: () => restarts,
  };
};
