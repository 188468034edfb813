import type { ModelRow } from './sort-models.ts';

export interface ShareGap {
  readonly row: ModelRow;
  readonly ofCost: number;
  readonly ofTokens: number;
}

/** A smaller difference between the two shares says nothing. */
const MIN_GAP = 0.05;

/** The model whose share of the cost is furthest above its share of the tokens: where the money goes. */
export const largestGap = (rows: readonly ModelRow[]): ShareGap | undefined => {
  const gaps = rows.flatMap((row) =>
    row.shareOfCost === null || row.shareOfTokens === null
      ? []
      : [{ row, ofCost: row.shareOfCost, ofTokens: row.shareOfTokens }],
  );
  const [first] = gaps.sort((a, b) => b.ofCost - b.ofTokens - (a.ofCost - a.ofTokens));
  return first !== undefined && first.ofCost - first.ofTokens >= MIN_GAP ? first : undefined;
};

/** The largest share of either kind: the end of the common scale of the bars. */
export const largestShare = (rows: readonly ModelRow[]): number =>
  Math.max(
    0,
    ...rows.map(({ shareOfCost, shareOfTokens }) => Math.max(shareOfCost ?? 0, shareOfTokens ?? 0)),
  );
