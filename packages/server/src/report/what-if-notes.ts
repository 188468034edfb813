import type { WhatIf } from './what-if.ts';

/** Something that a comparison with another model cannot know: a stable code, and a sentence. */
export interface WhatIfNote {
  readonly code: 'no_cache_price' | 'base_rates' | 'unpriced_left_out';
  readonly text: string;
}

export const whatIfNotes = ({
  target,
  totals,
  lacks,
}: Pick<WhatIf, 'target' | 'totals' | 'lacks'>): readonly WhatIfNote[] => {
  const notes: WhatIfNote[] = [];
  const { cacheReadPrice, cacheWritePrice, tiers, mixedRates, otherTokens } = lacks;
  if (cacheReadPrice || cacheWritePrice) {
    const which = [cacheReadPrice ? 'reads' : '', cacheWritePrice ? 'writes' : ''].filter(Boolean);
    const text = `${target.model} has no price for cache ${which.join(' and ')}: these count as plain input.`;
    notes.push({ code: 'no_cache_price', text });
  }
  if (tiers || mixedRates || otherTokens > 0) {
    const others = otherTokens > 0 ? ' Audio and images are left out.' : '';
    const text = `At base rates: sums do not tell which calls would reach a context tier or be discounted.${others}`;
    notes.push({ code: 'base_rates', text });
  }
  if (totals.leftOutCalls > 0) {
    const text = `${totals.leftOutCalls} calls of models that are not wholly priced are left out on both sides.`;
    notes.push({ code: 'unpriced_left_out', text });
  }
  return notes;
};
