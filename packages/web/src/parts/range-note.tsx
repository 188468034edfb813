import { dayText } from '../format/time.ts';

/** Start and end of an answer's range, UTC milliseconds; the end is excluded, null is open. */
export interface NotedRange {
  readonly from: number | null;
  readonly to: number | null;
}

/** `24 Oct 2026 – 22 Nov 2026`; the end is excluded, so the last day is the one that holds the moment before it. */
export const daysText = ({ from, to }: NotedRange, zone: string): string => {
  if (from === null && to === null) return 'All time';
  if (from === null) return `Until ${dayText(to! - 1, zone)}`;
  if (to === null) return `Since ${dayText(from, zone)}`;
  const [first, last] = [dayText(from, zone), dayText(to - 1, zone)];
  return first === last ? first : `${first} – ${last}`;
};

/** Of which days the figures of a page are, and whose days these are. */
export const RangeNote = ({ range, zone }: { readonly range: NotedRange; readonly zone: string }) => (
  <>
    {daysText(range, zone)} · {zone}
  </>
);
