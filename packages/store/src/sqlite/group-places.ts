import type { GroupColumns } from './group-columns.ts';

/** Places of the groups with a call in the range that pass both tests; a test that is not asked is `undefined`. */
export const placesWithin = (
  groups: GroupColumns<'firstAt' | 'lastAt'>,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: { from?: number; to?: number },
  ...tests: readonly (Uint8Array | undefined)[]
): Uint32Array => {
  const [firstAt, lastAt, calls] = (['firstAt', 'lastAt', 'calls'] as const).map(groups.column);
  const places = new Uint32Array(groups.size);
  let count = 0;
  for (let place = 0; place < places.length; place++) {
    if (calls![place] === 0 || lastAt![place]! < from || firstAt![place]! >= to) continue;
    if (tests.some((test) => test?.[place] === 0)) continue;
    places[count++] = place;
  }
  return places.subarray(0, count);
};
