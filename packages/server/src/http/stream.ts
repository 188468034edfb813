import type { ServerResponse } from 'node:http';
import type { EventHub } from '../service/hub.ts';
import type { LiveEvent, NumberedEvent } from '../service/live-event.ts';
import { HEARTBEAT_MS, MAX_STREAM_BACKLOG_BYTES, MAX_STREAMS, STREAM_RETRY_MS } from './limits.ts';

/** The event streams of all pages, as server-sent events. */
export interface Streams {
  full(): boolean;
  /** Takes the answer over and writes events into it until either side ends. */
  open(outgoing: ServerResponse, headers: Readonly<Record<string, string>>, afterId?: string): void;
  count(): number;
  /** Readers that were dropped because they did not take what was sent. */
  dropped(): number;
  end(): void;
}

export const createStreams = (hub: EventHub): Streams => {
  const open = new Set<ServerResponse>();
  const encode = encoder();
  let dropped = 0;
  const send = (outgoing: ServerResponse, text: string | Uint8Array): void => {
    if (outgoing.writableEnded || outgoing.destroyed) return;
    outgoing.write(text);
    if (outgoing.writableLength <= MAX_STREAM_BACKLOG_BYTES) return;
    dropped++;
    // It can come back and resume where it was; what it has not taken is not kept for it.
    outgoing.destroy();
  };
  const heart = setInterval(() => {
    for (const outgoing of open) send(outgoing, ': still here\n\n');
  }, HEARTBEAT_MS);
  heart.unref();
  return {
    full: () => open.size >= MAX_STREAMS,
    count: () => open.size,
    dropped: () => dropped,
    open: (outgoing, headers, afterId) => {
      outgoing.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
      // At once, so that a page knows that it is heard; the id lets it resume before the first event.
      send(outgoing, `retry: ${STREAM_RETRY_MS}\nid: ${afterId ?? hub.lastId()}\n: hello\n\n`);
      open.add(outgoing);
      const unsubscribe = hub.subscribe((event) => send(outgoing, encode(event)), afterId);
      outgoing.on('close', () => {
        open.delete(outgoing);
        unsubscribe();
      });
    },
    end: () => {
      clearInterval(heart);
      for (const outgoing of open) outgoing.end();
    },
  };
};

/** The bytes of the newest event are made once and shared by all streams. */
const encoder = (): ((event: NumberedEvent) => Uint8Array) => {
  let last: NumberedEvent | undefined;
  let bytes: Uint8Array = new Uint8Array(0);
  return (event) => {
    if (event !== last) {
      last = event;
      // JSON has no raw line breaks, so it is one `data` line.
      bytes = Buffer.from(
        `id: ${event.id}\nevent: ${event.event.kind}\ndata: ${JSON.stringify(dataOf(event.event))}\n\n`,
      );
    }
    return bytes;
  };
};

/** What the contract says that an event of its kind carries. */
const dataOf = (event: LiveEvent): unknown => {
  if (event.kind === 'call') return event.call;
  if (event.kind === 'import') return event.state;
  const { kind: _, ...data } = event;
  return data;
};
