import { type RefObject, useLayoutEffect, useState } from 'react';

const USUAL_FONT_SIZE = 16;

/** Pixels of a rem: people choose it in their browser. */
export const useRootFontSize = (): number => {
  const [size, setSize] = useState(USUAL_FONT_SIZE);
  useLayoutEffect(() => {
    setSize(Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_FONT_SIZE);
  }, []);
  return size;
};

/** Where a list begins on the page, and how much of the window what sticks to its top takes. Pixels. */
export const useTopOf = (
  list: RefObject<HTMLElement | null>,
): { readonly top: number; readonly sticky: number } => {
  const [place, setPlace] = useState({ top: 0, sticky: 0 });
  useLayoutEffect(() => {
    const look = (): void => {
      if (list.current === null) return;
      const top = Math.round(list.current.getBoundingClientRect().top + scrollY);
      const bar = document.querySelector('.toolbar');
      const sticky =
        bar !== null && getComputedStyle(bar).position === 'sticky' ? Math.round(bar.clientHeight) : 0;
      document.documentElement.style.setProperty('--sticky-height', `${sticky}px`);
      setPlace((before) => (before.top === top && before.sticky === sticky ? before : { top, sticky }));
    };
    look();
    // Whatever grows above the list moves it.
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list]);
  return place;
};

const NARROW = '(max-width: 720px)';

/** Whether rows take two lines. */
export const useIsNarrow = (): boolean => {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useLayoutEffect(() => {
    const media = matchMedia(NARROW);
    const look = (): void => setNarrow(media.matches);
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, []);
  return narrow;
};
