import { daysText, type NotedRange } from '../format/days.ts';

/** Of which days the figures of a page are, and whose days these are. */
export const RangeNote = ({ range, zone }: { readonly range: NotedRange; readonly zone: string }) => (
  <>
    {daysText(range, zone)} · days in {zone}
  </>
);
