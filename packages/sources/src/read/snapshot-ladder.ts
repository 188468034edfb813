/**
 * Calls out of running totals. Some programs keep one total a session and rewrite it; what was used between two looks is
 * the difference. Identity must hold even when our memory of the earlier looks is lost (a new parser version, another
 * path), so the total climbs a ladder of fixed rungs, each a tenth higher than the one below, and every difference
 * carries the keys of the rungs that it climbed:
 *
 *     total   0 ────┬──┬──┬──┬──┬──┬──→        look 1 at r3   keys r0 r1 r2 r3
 *     rung         r0 r1 r2 r3 r4 r5           look 2 at r5   keys          r4 r5
 *                                              memory lost    keys r0 … r5: joins both, counts once
 *
 * A look that stays on its rung grows the same call in place. A look without memory covers all from the start, so it
 * shares a key with each earlier difference, and merging keeps the largest: the whole. Nothing is counted twice; only
 * the dates of the parts are lost. (An *older* copy of the file, read from elsewhere, can join two parts to the larger
 * one: it never doubles.)
 */
export interface Ladder {
  /** How often the totals fell, which starts a new ladder. */
  round: number;
  /** Totals at the last rung change and at the last look. */
  from: Counts;
  to: Counts;
  /** Highest rung before `from`'s difference; -1 at the start. */
  below: number;
}

export type Counts = Readonly<Record<string, number>>;

export interface Climb {
  readonly delta: Counts;
  /** Suffixes of the identity keys. */
  readonly rungs: readonly string[];
}

export const newLadder = (): Ladder => ({ round: 0, from: {}, to: {}, below: -1 });

/** Takes a look at the totals and changes the ladder. Undefined when nothing was used since the last look. */
export const climb = (ladder: Ladder, now: Counts): Climb | undefined => {
  const names = Object.keys(now);
  if (names.every((name) => now[name] === at(ladder.to, name))) return undefined;
  if (names.some((name) => at(now, name) < at(ladder.to, name))) {
    Object.assign(ladder, newLadder(), { round: ladder.round + 1 });
  }
  const top = rungOf(now);
  const last = rungOf(ladder.to);
  if (top > last) Object.assign(ladder, { from: ladder.to, below: last });
  ladder.to = now;
  const rungs = Array.from(
    { length: top - ladder.below },
    (_, i) => `${ladder.round}:${ladder.below + 1 + i}`,
  );
  const delta = Object.fromEntries(names.map((name) => [name, at(now, name) - at(ladder.from, name)]));
  return rungs.length === 0 ? undefined : { delta, rungs };
};

const at = (counts: Counts, name: string): number => counts[name] ?? 0;

/** Totals below this are the lowest rung. */
const FIRST_RUNG = 1000;
const RUNG_RATIO = 1.1;

/** -1 for nothing, then one rung for each tenth more: about 170 of them up to ten thousand million. */
const rungOf = (counts: Counts): number => {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return -1;
  return total < FIRST_RUNG ? 0 : 1 + Math.floor(Math.log(total / FIRST_RUNG) / Math.log(RUNG_RATIO));
};
