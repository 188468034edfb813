import { type CostTotals, formatUsd, knowledgeOf, type UsageTotals } from '@meterline/core';
import type { Paint } from './paint.ts';
import type { Cell } from './table.ts';

/** `$12.34`, `≥ $12.34` where some calls have no price, `— not priced`, `free`, `–` for no calls. */
export const costText = (totals: UsageTotals): string => {
  switch (knowledgeOf(totals)) {
    case 'nothing':
      return '–';
    case 'unpriced':
      return '— not priced';
    case 'partial':
      return `≥ ${formatUsd(totals.cost.listNanoUsd)}`;
    case 'free':
      return 'free';
    default:
      return formatUsd(totals.cost.listNanoUsd);
  }
};

export const costCell = (totals: UsageTotals, paint: Paint): Cell => {
  const knowledge = knowledgeOf(totals);
  const text = costText(totals);
  if (knowledge === 'unpriced' || knowledge === 'partial') return { text, paint: paint.warn };
  return knowledge === 'known' ? { text, paint: paint.money } : { text, paint: paint.faint };
};

/** What leaves the account: `in plan` where a subscription covers calls that have a list price. */
export const billedText = (totals: UsageTotals): string => {
  const { billedNanoUsd, listNanoUsd } = totals.cost;
  if (totals.calls === 0) return '–';
  if (billedNanoUsd === 0 && listNanoUsd > 0) return 'in plan';
  if (billedNanoUsd === 0 && totals.cost.unpricedCalls > 0) return '—';
  return formatUsd(billedNanoUsd);
};

export const reportedText = (cost: CostTotals): string =>
  cost.reportedNanoUsd === 0 ? '–' : formatUsd(cost.reportedNanoUsd);

/** Whether a column of its own would say something that the list price does not. */
export const billedDiffers = (rows: readonly UsageTotals[]): boolean =>
  rows.some(({ cost }) => cost.billedNanoUsd !== cost.listNanoUsd);
export const anyReported = (rows: readonly UsageTotals[]): boolean =>
  rows.some(({ cost }) => cost.reportedNanoUsd !== 0);
