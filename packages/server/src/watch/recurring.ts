/** Something that is done every so often. */
export interface Recurring {
  /** Whether it is due, which begins the next wait. A clock that was set back makes it due, not late by a year. */
  due(now: number): boolean;
}

export const recurring = (everyMs: number, startedAt: number): Recurring => {
  let lastAt = startedAt;
  return {
    due: (now) => {
      if (now >= lastAt && now < lastAt + everyMs) return false;
      lastAt = now;
      return true;
    },
  };
};
