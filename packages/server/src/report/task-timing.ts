import { callEnd } from '@meterline/core';
import type { StoredCall } from '@meterline/store';

/** Where the time of a task went, as far as its hops say how long they took. All in milliseconds. */
export interface TaskTiming {
  /** From the first hop's start to the end of the one that ended last. */
  readonly wallMs: number;
  /** Some hop was on its way. A lower bound where `untimedHops` is not 0. */
  readonly inCallsMs: number;
  /** Of this, two or more at once. */
  readonly parallelMs: number;
  /** No hop was on its way: tools ran, people read, programs slept. Null where hops do not say how long they took. */
  readonly waitingMs: number | null;
  /** The most hops at one moment. */
  readonly mostAtOnce: number;
  /** Hops that do not say how long they took, or of which only sums are known or were looked at. */
  readonly untimedHops: number;
}

type Timed = Pick<StoredCall, 'startedAt'> & { readonly latencyMs?: number | null | undefined };

/** Walks along the hops' starts and ends. `hops` is how many the task has, which may be more than are given. */
export const taskTiming = (
  { firstAt, endedAt }: { readonly firstAt: number; readonly endedAt: number },
  given: readonly Timed[],
  hops: number,
): TaskTiming => {
  const timed = given.filter(({ latencyMs }) => (latencyMs ?? null) !== null);
  const spans = spansOf(timed);
  const wallMs = endedAt - firstAt;
  const untimedHops = hops - timed.length;
  return {
    wallMs,
    inCallsMs: spans.oneMs,
    parallelMs: spans.moreMs,
    waitingMs: untimedHops === 0 ? Math.max(0, wallMs - spans.oneMs) : null,
    mostAtOnce: spans.most,
    untimedHops,
  };
};

/** How long at least one was on its way, two or more were, and how many at most. */
const spansOf = (
  timed: readonly Timed[],
): { readonly oneMs: number; readonly moreMs: number; readonly most: number } => {
  const edges = timed
    .flatMap((call) => [
      { at: call.startedAt, by: 1 },
      { at: callEnd(call), by: -1 },
    ])
    // At one moment ends come first: hops that follow each other are not parallel.
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let [oneMs, moreMs, most, open, since] = [0, 0, 0, 0, 0];
  for (const { at, by } of edges) {
    if (open > 0) oneMs += at - since;
    if (open > 1) moreMs += at - since;
    since = at;
    open += by;
    most = Math.max(most, open);
  }
  return { oneMs, moreMs, most };
};
