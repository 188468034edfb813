/** Wakes a sleeping loop: by the clock, by a ring, or for good by an abort. A ring while nobody sleeps is kept. */
export interface Alarm {
  /** Resolves after `ms`, at the next ring, or at once when one was missed or the signal has aborted. */
  sleep(ms: number): Promise<void>;
  ring(): void;
}

export const alarmFor = (signal: AbortSignal): Alarm => {
  let rung = false;
  let wake: () => void = () => {};
  const ring = (): void => {
    rung = true;
    wake();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    sleep: async (ms) => {
      if (!rung && !signal.aborted) await waitOrWake(ms, (now) => (wake = now));
      rung = false;
    },
  };
};

const waitOrWake = (ms: number, onWake: (wake: () => void) => void): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    onWake(() => {
      clearTimeout(timer);
      resolve();
    });
  });
