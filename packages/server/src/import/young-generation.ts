import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Size at which the heap for new objects stops growing. */
const YOUNG_BYTES = 8 * 2 ** 20;
/** V8's own setting. */
const GROWTH_FACTOR = 2;

/**
 * Keeps V8's heap for new objects small during a long import. Nearly all that reading makes is garbage at once, which V8
 * answers by letting that heap grow to 100 MiB; kept at some 8 MiB the import takes a few per cent longer and stays under
 * 200 MiB. The flag is one that V8 reads anew whenever it is about to grow that heap, and does nothing else.
 */
export interface YoungGeneration {
  /** To be called now and then; stops the growth once the heap is large enough. */
  check(): void;
  /** Lets it grow again. */
  release(): void;
}

export const boundYoungGeneration = (): YoungGeneration => {
  let bound = false;
  return {
    check: () => {
      if (bound || newSpaceBytes() < YOUNG_BYTES) return;
      setFlagsFromString('--semi-space-growth-factor=1');
      bound = true;
    },
    release: () => {
      if (bound) setFlagsFromString(`--semi-space-growth-factor=${GROWTH_FACTOR}`);
      bound = false;
    },
  };
};

const newSpaceBytes = (): number =>
  getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? 0;
