import type { ApiError, LiveCall } from '@meterline/api/client';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLive } from '../../data/live.tsx';
import { matchesFilters } from '../../data/matches-filters.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { useView } from '../../state/use-view.ts';
import { type LiveScene, liveScene, MAX_CALLS, MINUTES } from './live-scene.ts';
import type { LiveAnswer } from './live-sum.ts';

/** Calls that came since the last answer; it is asked for again long before these are too many. */
const MAX_TOLD = 500;
/** A burst of calls is shown as one move. */
const GATHER_MS = 100;
/** Where there is no event stream the server is asked this often. */
const ASK_EVERY_MS = 1000;
/** Where only the server knows whether a call that was told is meant, it is asked this soon. */
const ASK_SOON_MS = 250;
const MINUTE_MS = 60_000;
const TICK_MS = 1000;

export interface LiveNow {
  readonly result: UseQueryResult<LiveAnswer, ApiError>;
  readonly scene: LiveScene | undefined;
  /** By the server's clock, UTC milliseconds. */
  readonly now: number;
}

/** The last hour, kept up to date: by the calls that are told, and by asking again. */
export const useLiveScene = (): LiveNow => {
  const { view, question } = useView();
  const { connection } = useLive();
  const { where } = question;
  const result = useAnswer('/live', {
    ...(where === undefined ? {} : { where }),
    minutes: MINUTES,
    limit: MAX_CALLS,
  });
  const { data, refetch } = result;
  const now = useServerNow(data);
  const told = useTold(view.where, useAskSoon(refetch));
  const minute = Math.floor(now / MINUTE_MS);
  // A minute that has passed is asked about once more; the day may be another, too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the minute is another
  useEffect(() => void refetch(), [minute, refetch]);
  useEffect(() => {
    if (connection !== 'polling') return;
    const timer = setInterval(() => {
      if (!document.hidden) void refetch();
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [connection, refetch]);
  const scene = useMemo(
    () => (data === undefined ? undefined : liveScene(data, told, minute * MINUTE_MS)),
    [data, told, minute],
  );
  return { result, scene, now };
};

/** Asks soon; several wishes within that time are one. */
const useAskSoon = (ask: () => Promise<unknown>): (() => void) => {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void ask();
    }, ASK_SOON_MS);
  };
};

type Filters = ReturnType<typeof useView>['view']['where'];

/** What was told is of the filters that held then. */
interface Told {
  readonly where: Filters;
  readonly calls: readonly LiveCall[];
}

const NONE: readonly LiveCall[] = [];

/** Calls that were told and fit the filters, gathered. `onDoubt`: one that may fit or not. */
const useTold = (where: Filters, onDoubt: () => void): readonly LiveCall[] => {
  const { onCall } = useLive();
  const [told, setTold] = useState<Told>({ where, calls: [] });
  const doubt = useRef(onDoubt);
  doubt.current = onDoubt;
  const gathered = useRef<LiveCall[]>([]);
  useEffect(
    () =>
      onCall((call) => {
        const fits = matchesFilters(call, where);
        if (fits === undefined) doubt.current();
        if (fits === true && gathered.current.length < MAX_TOLD) gathered.current.push(call);
      }),
    [onCall, where],
  );
  useEffect(() => {
    const timer = setInterval(() => {
      if (gathered.current.length === 0) return;
      const came = gathered.current;
      gathered.current = [];
      setTold((before) => ({
        where,
        calls: [...(before.where === where ? before.calls : NONE), ...came].slice(-MAX_TOLD),
      }));
    }, GATHER_MS);
    return () => {
      clearInterval(timer);
      gathered.current = [];
    };
  }, [where]);
  return told.where === where ? told.calls : NONE;
};

/** The server's time now: what it said, and what has passed since. The browser's clock may be wrong. */
const useServerNow = (answer: LiveAnswer | undefined): number => {
  const heard = useRef({ now: 0, at: 0 });
  const [, tick] = useState(0);
  if (answer !== undefined && heard.current.now !== answer.now)
    heard.current = { now: answer.now, at: performance.now() };
  useEffect(() => {
    const timer = setInterval(() => tick((before) => before + 1), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const { now, at } = heard.current;
  return now === 0 ? 0 : Math.round(now + performance.now() - at);
};
