/**
 * Orders no more of the items than the page holds: those from `offset` on, `limit` of them, as if all had been sorted.
 * Rearranges `items` in place (quickselect at both ends of the page) and gives the part of it that is the page.
 */
export const selectPage = (
  items: Uint32Array,
  compare: (a: number, b: number) => number,
  offset: number,
  limit: number,
): Uint32Array => {
  const start = Math.min(Math.max(0, offset), items.length);
  const end = Math.min(start + Math.max(0, limit), items.length);
  if (start === end) return items.subarray(start, end);
  if (start > 0) divide(items, compare, 0, items.length, start);
  if (end < items.length) divide(items, compare, start, items.length, end);
  return items.subarray(start, end).sort(compare);
};

/** Moves the smallest of `items[low..high)` before `at` and the others behind it. */
const divide = (
  items: Uint32Array,
  compare: (a: number, b: number) => number,
  low: number,
  high: number,
  at: number,
): void => {
  while (high - low > 1) {
    const pivot = middleOf(items, compare, low, high);
    let left = low;
    let right = high - 1;
    while (left <= right) {
      while (compare(items[left]!, pivot) < 0) left += 1;
      while (compare(items[right]!, pivot) > 0) right -= 1;
      if (left > right) break;
      const item = items[left]!;
      items[left++] = items[right]!;
      items[right--] = item;
    }
    if (at <= right) high = right + 1;
    else if (at >= left) low = left;
    else return;
  }
};

/** The middle one of the first, the middle and the last: good for what is already in order too. */
const middleOf = (
  items: Uint32Array,
  compare: (a: number, b: number) => number,
  low: number,
  high: number,
): number => {
  const three = [items[low]!, items[(low + high) >>> 1]!, items[high - 1]!];
  return three.sort(compare)[1]!;
};
