import type { ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { MAX_BACKGROUND_BYTES, MAX_BACKGROUND_MS } from '../limits.ts';
import { responseHeaders } from './forward-headers.ts';
import type { UsageChunkFilter } from './usage-chunk-filter.ts';

/** What the relay tells of an answer. All of it is called at most once, but `onBytes`. */
export interface RelayWatcher {
  onHead(status: number, headers: readonly Buffer[]): AnswerPlan;
  /** Before the bytes go to the client: a last word in them is on record when they arrive. */
  onBytes(chunk: Buffer): void;
  /** The answer is whole. The client's side is closed when `done` is called. */
  onEnd(done: () => void): void;
  onBroken(why: 'upstream' | 'client', error: Error): void;
}

export interface AnswerPlan {
  /** Takes out the usage chunk that the client did not ask for. */
  readonly filter: UsageChunkFilter | undefined;
  /** Headers of the answer that no longer hold. */
  readonly without: ReadonlySet<string> | undefined;
}

export interface RelayOptions {
  /** When the client leaves, the answer is read on: the upstream bills it anyway. */
  readonly billsAfterAbort: boolean;
}

/**
 * Passes an answer from undici to the client as it comes: same bytes, same pieces, no buffer of its own. A client that
 * reads slowly slows the upstream down.
 */
export const relay = (
  response: ServerResponse,
  watcher: RelayWatcher,
  { billsAfterAbort }: RelayOptions,
): Dispatcher.DispatchHandler => {
  let abort: (error?: Error) => void = () => {};
  let plan: AnswerPlan | undefined;
  let state: 'waiting' | 'open' | 'background' | 'over' = 'waiting';
  let backgroundBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const over = (): boolean => {
    if (state === 'over') return true;
    state = 'over';
    clearTimeout(timer);
    return false;
  };
  const leave = (): void => {
    if (response.writableFinished || state === 'over' || state === 'background') return;
    if (billsAfterAbort && state === 'open') {
      state = 'background';
      timer = setTimeout(() => abort(new Error('background')), MAX_BACKGROUND_MS);
    } else abort(new Error('client left'));
  };
  response.on('close', leave);
  return {
    onConnect: (stop) => {
      abort = stop;
      if (response.destroyed) stop(new Error('client left'));
    },
    onHeaders: (status, raw, resume, text) => {
      // Early hints and the like are between the upstream and us.
      if (status < 200) return true;
      plan = watcher.onHead(status, raw);
      if (state !== 'waiting') return true;
      state = 'open';
      response.writeHead(status, text, responseHeaders(raw, plan.without));
      response.flushHeaders();
      response.on('drain', resume);
      return true;
    },
    onData: (chunk) => {
      watcher.onBytes(chunk);
      if (state === 'background') {
        backgroundBytes += chunk.length;
        if (backgroundBytes > MAX_BACKGROUND_BYTES) abort(new Error('background'));
        return true;
      }
      const out = plan?.filter === undefined ? chunk : plan.filter.push(chunk);
      return out.length === 0 || response.write(out);
    },
    onComplete: () => {
      if (over()) return;
      const rest = plan?.filter?.end();
      watcher.onEnd(() => {
        if (rest !== undefined && rest.length > 0) response.write(rest);
        response.end();
      });
    },
    onError: (error) => {
      if (over()) return;
      const left = response.destroyed || error.message === 'client left' || error.message === 'background';
      watcher.onBroken(left ? 'client' : 'upstream', error);
    },
  };
};
