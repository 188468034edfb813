import { killUnderLoad } from '../gateway-kill.ts';

const CLIENTS = 48;
const MOST_CALLS = 6000;
/** Kills in one round, each with another number of processes or another one killed. */
const KILLS = 5;

/** Kills the gateway under load at random moments, and compares its ledger with what its clients saw end. */
export const run = async (rounds: number, seed = 1): Promise<{ readonly ended: number }> => {
  let ended = 0;
  for (let round = 0; round < rounds; round += 1) {
    const workers = 1 + (round % 3);
    const found = await killUnderLoad({
      rounds: KILLS,
      clients: CLIENTS,
      mostCalls: MOST_CALLS,
      random: randomFrom(seed + round),
      workers,
      ...(workers > 1 && round % 2 === 1 ? { kills: 'worker' as const } : {}),
    });
    ended += found.ended;
    const { missing, doubled, wrong } = found;
    if (missing.length + doubled.length + wrong.length > 0)
      throw new Error(`seed ${seed + round}: ${JSON.stringify({ missing, doubled, wrong })}`);
  }
  return { ended };
};

/** A linear congruential generator: the same seed kills at the same moments, as far as the machine allows. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
