/** Lets something happen at once, and then at most once in a while: what comes in between is done at its end, once. */
export interface Pace {
  ask(): void;
  /** Forgets what waits. */
  stop(): void;
}

/** Real time: it paces what goes to people, and decides nothing. */
export const paced = (everyMs: number, act: () => void): Pace => {
  let waiting = false;
  let timer: NodeJS.Timeout | undefined;
  const rest = (): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (!waiting) return;
      waiting = false;
      rest();
      act();
    }, everyMs);
    timer.unref();
  };
  return {
    ask: () => {
      if (timer) {
        waiting = true;
        return;
      }
      rest();
      act();
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      waiting = false;
    },
  };
};
