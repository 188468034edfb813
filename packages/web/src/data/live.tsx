import type { LiveCall } from '@meterline/api/client';
import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { browserStreams, listenTogether, type StreamEvent } from './shared-stream.ts';
import { MOVING } from './use-answer.ts';

/** `live`: events arrive. `polling`: this browser or network has none, so the page asks. `off`: no server. */
export type Connection = 'connecting' | 'live' | 'polling' | 'off';

export interface Live {
  readonly connection: Connection;
  /** Called for each call as it happens. Gives what ends it. */
  readonly onCall: (listener: (call: LiveCall) => void) => () => void;
}

const LiveContext = createContext<Live | undefined>(undefined);

/** Figures that move all the time are asked for this often at most; the first move is shown at once. */
const REFRESH_EVERY_MS = 2000;
const POLL_EVERY_MS = 3000;

/** Asks everything on the page again; several moves within `REFRESH_EVERY_MS` are one. Hidden pages wait. */
const makeRefresher = (queries: QueryClient) => {
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let missed = false;
  const refresh = (all: boolean): void => {
    if (document.hidden) {
      missed = true;
      return;
    }
    last = performance.now();
    missed = false;
    void queries.invalidateQueries(all ? {} : { queryKey: [MOVING] });
  };
  return {
    moved: (): void => {
      const wait = last + REFRESH_EVERY_MS - performance.now();
      if (wait <= 0) refresh(false);
      else
        timer ??= setTimeout(() => {
          timer = undefined;
          refresh(false);
        }, wait);
    },
    all: () => refresh(true),
    shown: () => {
      if (missed && !document.hidden) refresh(true);
    },
    stop: () => clearTimeout(timer),
  };
};

/** Keeps the page up to date: by the server's event stream, or by asking where there is none. */
export const LiveProvider = ({ children }: { readonly children: ReactNode }) => {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');
  const listeners = useRef(new Set<(call: LiveCall) => void>());

  useEffect(() => {
    const refresher = makeRefresher(queries);
    document.addEventListener('visibilitychange', refresher.shown);
    const stop =
      typeof EventSource === 'undefined'
        ? poll(refresher.moved, setConnection)
        : listen({
            connection: setConnection,
            moved: refresher.moved,
            reset: refresher.all,
            call: (call) => {
              for (const listener of listeners.current) listener(call);
            },
          });
    return () => {
      stop();
      refresher.stop();
      document.removeEventListener('visibilitychange', refresher.shown);
    };
  }, [queries]);

  const live = useMemo<Live>(
    () => ({
      connection,
      onCall: (listener) => {
        listeners.current.add(listener);
        return () => void listeners.current.delete(listener);
      },
    }),
    [connection],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
};

interface Hearing {
  readonly connection: (now: Connection) => void;
  readonly moved: () => void;
  /** Events were missed, or the settings are others: everything is to be asked again. */
  readonly reset: () => void;
  readonly call: (call: LiveCall) => void;
}

const listen = ({ connection, moved, reset, call }: Hearing): (() => void) => {
  let lost = false;
  const act: Readonly<Record<StreamEvent, (data: string) => void>> = {
    call: (data) => {
      call(JSON.parse(data) as LiveCall);
      moved();
    },
    totals: moved,
    import: moved,
    fault: moved,
    settings: reset,
    reset,
  };
  return listenTogether(browserStreams(), (news) => {
    if (news.kind === 'lost') {
      lost = true;
      connection('off');
      return;
    }
    if (news.kind === 'event') return act[news.name](news.data);
    connection('live');
    if (lost) reset();
    lost = false;
  });
};

const poll = (moved: () => void, connection: (now: Connection) => void): (() => void) => {
  const ask = async (): Promise<void> => {
    try {
      const { ok } = await fetch('/api/status');
      connection(ok ? 'polling' : 'off');
      moved();
    } catch {
      connection('off');
    }
  };
  void ask();
  const timer = setInterval(() => void ask(), POLL_EVERY_MS);
  return () => clearInterval(timer);
};

export const useLive = (): Live => {
  const live = useContext(LiveContext);
  if (live === undefined) throw new Error('useLive outside of LiveProvider');
  return live;
};
