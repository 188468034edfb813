/**
 * The server's event stream, one connection for all tabs of a browser: browsers open six connections to a server, and a
 * stream keeps one for itself, so that a seventh tab would show nothing at all. Whoever holds the lock listens and tells
 * the others; when that tab is closed, the next one goes on after the last event.
 */
export type StreamNews =
  | { readonly kind: 'open' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'event'; readonly name: StreamEvent; readonly id: string; readonly data: string };

export const STREAM_EVENTS = ['call', 'totals', 'import', 'fault', 'settings', 'reset'] as const;
export type StreamEvent = (typeof STREAM_EVENTS)[number];

/** What a browser has for it. Without locks or channels (or off a secure origin) every tab listens for itself. */
export interface StreamWorld {
  readonly open: (url: string) => EventSource;
  readonly locks: Pick<LockManager, 'request'> | undefined;
  readonly channel: (() => BroadcastChannel) | undefined;
}

export const browserStreams = (): StreamWorld => ({
  open: (url) => new EventSource(url),
  // Both are missing off secure origins, whatever their types say.
  locks: (navigator as { readonly locks?: LockManager }).locks,
  channel: typeof BroadcastChannel === 'undefined' ? undefined : () => new BroadcastChannel(NAME),
});

const NAME = 'meterline-stream';
/** A refused stream is asked for anew after this long. */
const TRY_AGAIN_AFTER_MS = 2000;

type Message = StreamNews | { readonly kind: 'how' };

/** Tells what comes until the returned function is called. */
export const listenTogether = (world: StreamWorld, tell: (news: StreamNews) => void): (() => void) => {
  const { locks } = world;
  const channel = locks && world.channel?.();
  if (!locks || !channel) return listenAlone(world, undefined, tell);
  let lastId: string | undefined;
  let state: StreamNews | undefined;
  let leading = false;
  const hear = (news: StreamNews): void => {
    if (news.kind === 'event') lastId = news.id;
    // Said again for a tab that has just come.
    else if (news.kind === state?.kind) return;
    else state = news;
    tell(news);
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind !== 'how') hear(data);
    else if (leading && state) channel.postMessage(state);
  };
  channel.postMessage({ kind: 'how' } satisfies Message);
  const end = new AbortController();
  const lead = (): Promise<void> =>
    new Promise((resolve) => {
      // Its turn came just when it was ended.
      if (end.signal.aborted) return resolve();
      leading = true;
      const stop = listenAlone(world, lastId, (news) => {
        hear(news);
        channel.postMessage(news);
      });
      end.signal.addEventListener('abort', () => {
        stop();
        resolve();
      });
    });
  // Refused only because it was ended while it waited for its turn.
  locks.request(NAME, { signal: end.signal }, lead).catch(() => {});
  return () => {
    end.abort();
    channel.close();
  };
};

/** The browser reconnects by itself and says the last id; only a refused stream has to be opened anew. */
const listenAlone = (
  world: StreamWorld,
  afterId: string | undefined,
  tell: (news: StreamNews) => void,
): (() => void) => {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastId = afterId;
  const open = (): void => {
    source = world.open(
      lastId === undefined ? '/api/stream' : `/api/stream?after=${encodeURIComponent(lastId)}`,
    );
    source.onopen = () => tell({ kind: 'open' });
    source.onerror = () => {
      tell({ kind: 'lost' });
      if (source.readyState === source.CLOSED) timer = setTimeout(open, TRY_AGAIN_AFTER_MS);
    };
    for (const name of STREAM_EVENTS)
      source.addEventListener(name, ({ lastEventId, data }: MessageEvent<string>) => {
        lastId = lastEventId;
        tell({ kind: 'event', name, id: lastEventId, data });
      });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
};
