/**
 * Shares a whole among parts by weight, in whole numbers that add up to it exactly: each part gets the difference of
 * two rounded-down running sums. No weight at all means equal shares.
 */
export const spread = (whole: number, weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const even = sum <= 0;
  const all = even ? weights.length : sum;
  let running = 0;
  let given = 0;
  return weights.map((weight) => {
    running += even ? 1 : weight;
    // Through BigInt: the product of two counts may pass what a double holds exactly.
    const upTo = Number((BigInt(whole) * BigInt(running)) / BigInt(all));
    const share = upTo - given;
    given = upTo;
    return share;
  });
};
