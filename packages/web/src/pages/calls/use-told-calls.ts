import type { LiveCall } from '@meterline/api/client';
import { useEffect, useRef, useState } from 'react';
import { useLive } from '../../data/live.tsx';
import { type ListMade, MAX_NEW, NOTHING_TOLD, type ToldCalls, toldWith } from './told-calls.ts';

/** A burst of calls is shown as one move. */
const GATHER_MS = 200;

/** Calls as they are told, from when the list was made. They wait: a list that moves by itself is read at the wrong place. */
export const useToldCalls = ({ where, asked, first }: ListMade): ToldCalls => {
  const { onCall } = useLive();
  const [told, setTold] = useState({ of: first, calls: NOTHING_TOLD });
  const gathered = useRef<LiveCall[]>([]);
  useEffect(() => {
    if (first === undefined) return;
    gathered.current = [];
    const stop = onCall((call) => {
      if (gathered.current.length <= MAX_NEW) gathered.current.push(call);
    });
    const timer = setInterval(() => {
      if (gathered.current.length === 0) return;
      const came = gathered.current;
      gathered.current = [];
      setTold((before) => ({
        of: first,
        calls: toldWith(before.of === first ? before.calls : NOTHING_TOLD, came, { where, asked, first }),
      }));
    }, GATHER_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [onCall, where, asked, first]);
  return told.of === first ? told.calls : NOTHING_TOLD;
};
