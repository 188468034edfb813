import type { ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { latinOf, responseHeaders } from './forward-headers.ts';
import type { UsageChunkFilter } from './usage-chunk-filter.ts';

/** What the relay tells of an answer. All of it is called at most once, but `onBytes`. */
export interface RelayWatcher {
  /** Gives what takes out the usage chunk that the client did not ask for, where there is one to come. */
  onHead(status: number, headers: readonly string[]): UsageChunkFilter | undefined;
  /**
   * Before the bytes go to the client. False: its last word is in them, and they and what follows are held until `pass` is
   * called, so that it is on record when they arrive. That happens once in an answer at most.
   */
  onBytes(chunk: Buffer, pass: () => void): boolean;
  /** The client has gone, and the answer is read on. */
  onLeft(): void;
  /** The answer is whole. The client's side is closed when `done` is called. */
  onEnd(done: () => void): void;
  onBroken(why: 'upstream' | 'client', error: Error): void;
}

export interface RelayOptions {
  /** When the client leaves, the answer is read on: the upstream bills it anyway. */
  readonly billsAfterAbort: boolean;
  /** For so long, and so much of it. */
  readonly backgroundMs: number;
  readonly backgroundBytes: number;
}

type State = 'waiting' | 'open' | 'background' | 'over';

/** A status line with other letters is refused by Node; its number says it all. */
const PLAIN_TEXT = /^[\t\x20-\x7e]*$/;
const EMPTY = Buffer.alloc(0);
const nothing = (): void => {};

/**
 * Passes an answer from undici to the client as it comes: same bytes, same pieces, no buffer of its own. A client that
 * reads slowly slows the upstream down.
 *
 *     waiting ── head ──→ open ── end ──→ over
 *        └──── the client leaves, and it is billed anyway ──→ background ── end, time or size ──→ over
 */
export class Relay implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;
  readonly #watcher: RelayWatcher;
  readonly #options: RelayOptions;
  #abort: (error?: Error) => void = nothing;
  #resume: () => void = nothing;
  #filter: UsageChunkFilter | undefined;
  #state: State = 'waiting';
  #left = false;
  #headWaits = false;
  #holds = false;
  #hasPassed = false;
  #held: Buffer = EMPTY;
  /** The answer is whole, and this is what comes after its bytes. */
  #last: { readonly rest: Buffer; readonly trailers: readonly string[] } | undefined;
  #backgroundBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(response: ServerResponse, watcher: RelayWatcher, options: RelayOptions) {
    this.#response = response;
    this.#watcher = watcher;
    this.#options = options;
    response.on('close', () => this.#leave());
  }

  onConnect(abort: (error?: Error) => void): void {
    this.#abort = abort;
    // It waited for a connection, and nothing was sent yet: nothing is billed.
    if (this.#response.destroyed) abort(new Error('client left'));
  }

  onHeaders(status: number, raw: Buffer[], resume: () => void, text: string): boolean {
    // Early hints and the like are between the upstream and us.
    if (status < 200) return true;
    this.#resume = resume;
    const headers = latinOf(raw);
    this.#filter = this.#watcher.onHead(status, headers);
    if (this.#state !== 'waiting') return true;
    this.#state = 'open';
    const response = this.#response;
    if (PLAIN_TEXT.test(text)) response.writeHead(status, text, responseHeaders(headers));
    else response.writeHead(status, responseHeaders(headers));
    this.#headWaits = true;
    process.nextTick(this.#flushHead);
    response.on('drain', resume);
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (!this.#watcher.onBytes(chunk, this.#pass)) this.#holds = !this.#hasPassed;
    if (this.#state === 'background') return this.#readOn(chunk);
    const out = this.#filter === undefined ? chunk : this.#filter.push(chunk);
    if (out.length === 0) return true;
    if (this.#holds) {
      this.#held = this.#held.length === 0 ? out : Buffer.concat([this.#held, out]);
      return true;
    }
    this.#headWaits = false;
    return this.#response.write(out);
  }

  onComplete(trailers: string[] | null): void {
    if (this.#isOver()) return;
    const rest = this.#filter?.end() ?? EMPTY;
    this.#watcher.onEnd(() => {
      this.#last = { rest, trailers: trailers ?? [] };
      if (!this.#holds) this.#end(this.#last);
    });
  }

  onError(error: Error): void {
    if (this.#isOver()) return;
    this.#watcher.onBroken(this.#left || this.#response.destroyed ? 'client' : 'upstream', error);
  }

  /** The head goes with the first bytes where they came together, and else without them: a client may wait for it. */
  readonly #flushHead = (): void => {
    if (this.#headWaits && !this.#holds && this.#state === 'open') this.#response.flushHeaders();
  };

  readonly #pass = (): void => {
    this.#hasPassed = true;
    if (!this.#holds) return;
    this.#holds = false;
    this.#headWaits = false;
    if (this.#last !== undefined) this.#end(this.#last);
    else if (!this.#response.destroyed && this.#held.length > 0) this.#response.write(this.#held);
    this.#held = EMPTY;
  };

  #end({ rest, trailers }: { readonly rest: Buffer; readonly trailers: readonly string[] }): void {
    const response = this.#response;
    if (response.destroyed) return;
    if (trailers.length > 0) response.addTrailers(pairsOf(trailers));
    if (rest.length > 0 && this.#held.length > 0) response.write(this.#held);
    const last = rest.length > 0 ? rest : this.#held;
    if (last.length > 0) response.end(last);
    else response.end();
  }

  #readOn(chunk: Buffer): boolean {
    this.#backgroundBytes += chunk.length;
    if (this.#backgroundBytes > this.#options.backgroundBytes) this.#abort(new Error('background'));
    return true;
  }

  #leave(): void {
    if (this.#response.writableFinished || this.#state === 'over' || this.#state === 'background') return;
    this.#left = true;
    if (this.#options.billsAfterAbort) this.#readInBackground();
    else this.#abort(new Error('client left'));
  }

  #readInBackground(): void {
    this.#state = 'background';
    this.#timer = setTimeout(() => this.#abort(new Error('background')), this.#options.backgroundMs);
    this.#watcher.onLeft();
    // A client that read slowly may have stopped it.
    this.#resume();
  }

  #isOver(): boolean {
    if (this.#state === 'over') return true;
    this.#state = 'over';
    clearTimeout(this.#timer);
    return false;
  }
}

/** Trailers come as undici has them: name, value, name, value. */
const pairsOf = (trailers: readonly (string | Buffer)[]): [string, string][] => {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < trailers.length; at += 2)
    pairs.push([trailers[at]!.toString('latin1'), trailers[at + 1]!.toString('latin1')]);
  return pairs;
};
