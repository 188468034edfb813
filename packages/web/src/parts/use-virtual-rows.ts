import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { offsetsOf, renderedRows, rowsBetween, scrollFor } from './virtual-offsets.ts';
import type { RowWindow } from './virtual-rows.ts';

export interface VirtualList {
  readonly count: number;
  /** Pixels. The same function as long as heights are the same. */
  readonly heightOf: (index: number) => number;
  /** Where the list begins on the page, and what of the window's top is covered. Pixels. */
  readonly top: number;
  readonly covered: number;
  /** Rows to render beyond those in view, at either end. */
  readonly overscan: number;
  /** The row that has the focus is always rendered. */
  readonly focused: number;
}

export interface VirtualRows {
  /** Rows in view. */
  readonly window: RowWindow;
  /** Rows to render; places in pixels from the beginning of the list. */
  readonly rows: readonly { readonly index: number; readonly start: number; readonly size: number }[];
  /** Of the whole list, pixels. */
  readonly height: number;
  readonly scrollTo: (index: number, align: 'auto' | 'center') => void;
}

/**
 * A list of rows of known heights in the page's own scroll: rendered again only when other rows come into view. Not a
 * library, since those measure what here is known, at a fourteenth of all that the browser may load.
 */
export const useVirtualRows = (list: VirtualList): VirtualRows => {
  const { count, heightOf, top, overscan, focused } = list;
  const offsets = useMemo(() => offsetsOf(count, heightOf), [count, heightOf]);
  const [window, setWindow] = useState<RowWindow>({ first: 0, last: 0 });
  useLayoutEffect(() => {
    const look = (): void => {
      const seen = rowsBetween(offsets, scrollY - top, scrollY - top + innerHeight);
      setWindow((before) => (before.first === seen.first && before.last === seen.last ? before : seen));
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [offsets, top]);

  const latest = useRef({ ...list, offsets });
  latest.current = { ...list, offsets };
  const scrollTo = useRef((index: number, align: 'auto' | 'center'): void => {
    const { offsets: places, top: begin, covered } = latest.current;
    const row = { start: begin + (places[index] ?? 0), end: begin + (places[index + 1] ?? 0) };
    const to = scrollFor(row, { now: scrollY, height: innerHeight, covered }, align);
    if (to !== scrollY) globalThis.scrollTo({ top: to, behavior: 'instant' });
  });
  const rows = renderedRows(window, count, { overscan, focused }).map((index) => {
    const start = offsets[index] ?? 0;
    return { index, start, size: (offsets[index + 1] ?? 0) - start };
  });
  return { window, rows, height: offsets[count] ?? 0, scrollTo: scrollTo.current };
};
