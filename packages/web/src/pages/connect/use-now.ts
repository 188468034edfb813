import { useEffect, useRef, useState } from 'react';

/** “3 min ago” is put right this often. */
const TICK_MS = 20_000;

/** The server's time now: what it said, and what has passed since. The browser's clock may be wrong. UTC milliseconds. */
export const useNow = (said: number | undefined): number => {
  const heard = useRef({ said: 0, at: 0 });
  const [, tick] = useState(0);
  if (said !== undefined && said !== heard.current.said) heard.current = { said, at: performance.now() };
  useEffect(() => {
    const timer = setInterval(() => tick((before) => before + 1), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.round(heard.current.said + performance.now() - heard.current.at);
};
