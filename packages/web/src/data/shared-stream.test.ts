import { describe, expect, it } from 'vitest';
import { listenTogether, type StreamNews, type StreamWorld } from './shared-stream.ts';

/** A browser with any number of tabs: one lock, channels between them, and streams that a test speaks through. */
const browser = () => {
  const streams: FakeStream[] = [];
  const channels = new Set<FakeChannel>();
  const queue: (() => void)[] = [];
  let held = false;
  const grant = (): void => {
    if (held) return;
    const next = queue.shift();
    if (next) {
      held = true;
      next();
    }
  };
  class FakeStream {
    readonly url: string;
    readonly CLOSED = 2;
    readyState = 1;
    onopen: () => void = () => {};
    onerror: () => void = () => {};
    readonly #listeners = new Map<string, (event: { lastEventId: string; data: string }) => void>();
    constructor(url: string) {
      this.url = url;
      streams.push(this);
    }
    addEventListener(name: string, listener: (event: { lastEventId: string; data: string }) => void): void {
      this.#listeners.set(name, listener);
    }
    say(name: string, lastEventId: string): void {
      this.#listeners.get(name)?.({ lastEventId, data: '{}' });
    }
    close(): void {
      this.readyState = 2;
    }
  }
  class FakeChannel {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    constructor() {
      channels.add(this);
    }
    postMessage(data: unknown): void {
      for (const other of channels) if (other !== this) other.onmessage?.({ data });
    }
    close(): void {
      channels.delete(this);
    }
  }
  const locks = {
    request: (_name: string, { signal }: { signal: AbortSignal }, lead: () => Promise<void>) =>
      new Promise<void>((resolve, reject) => {
        const turn = (): void => {
          void lead().then(() => {
            held = false;
            resolve();
            grant();
          });
        };
        queue.push(turn);
        signal.addEventListener('abort', () => {
          const at = queue.indexOf(turn);
          if (at < 0) return;
          queue.splice(at, 1);
          reject(new DOMException('ended', 'AbortError'));
        });
        grant();
      }),
  };
  const world = {
    open: (url: string) => new FakeStream(url),
    locks,
    channel: () => new FakeChannel(),
  } as unknown as StreamWorld;
  const tab = (more: Partial<StreamWorld> = {}) => {
    const heard: StreamNews[] = [];
    return { heard, close: listenTogether({ ...world, ...more }, (news) => heard.push(news)) };
  };
  return { streams, tab };
};

const said = (heard: readonly StreamNews[]): string[] =>
  heard.map((news) => (news.kind === 'event' ? `${news.name} ${news.id}` : news.kind));

describe('tabs of one browser', () => {
  it('have one stream between them, and all hear it', () => {
    const { streams, tab } = browser();
    const [first, second] = [tab(), tab()];
    streams[0]?.onopen();
    const third = tab();
    streams[0]?.say('totals', 'b-1');
    streams[0]?.say('call', 'b-2');
    expect(streams.map(({ url }) => url)).toEqual(['/api/stream']);
    // One that comes later is told how things stand.
    for (const { heard } of [first, second, third])
      expect(said(heard)).toEqual(['open', 'totals b-1', 'call b-2']);
  });

  it('go on after the last event when the one that listened is closed', async () => {
    const { streams, tab } = browser();
    const [first, second, third] = [tab(), tab(), tab()];
    streams[0]?.onopen();
    streams[0]?.say('totals', 'b-7');
    // One that only waits for its turn may go without a trace.
    third.close();
    first.close();
    await new Promise((resolve) => setTimeout(resolve));
    expect(streams.map(({ url, readyState }) => [url, readyState])).toEqual([
      ['/api/stream', 2],
      ['/api/stream?after=b-7', 1],
    ]);
    streams[1]?.say('totals', 'b-8');
    expect(said(second.heard)).toEqual(['open', 'totals b-7', 'totals b-8']);
    expect(said(third.heard)).toEqual(['open', 'totals b-7']);
  });

  it('tell each other when the server is gone', () => {
    const { streams, tab } = browser();
    const [first, second] = [tab(), tab()];
    streams[0]?.onopen();
    streams[0]?.onerror();
    for (const { heard } of [first, second]) expect(said(heard)).toEqual(['open', 'lost']);
  });

  it('listen each for themselves where there are no locks', () => {
    const { streams, tab } = browser();
    tab({ locks: undefined });
    tab({ channel: undefined });
    expect(streams).toHaveLength(2);
  });
});
