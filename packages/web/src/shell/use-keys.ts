import type { Period } from '@meterline/core';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useView } from '../state/use-view.ts';
import { PAGES } from './pages.ts';

const PERIOD_KEYS: Readonly<Record<string, Period>> = { t: 'today', d: '7d', m: '30d', y: 'year' };

/** After `g` the letter of a page must follow within this time. */
const CHORD_MS = 1500;

/** Whether a key is meant for a field. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

/** The keys of the dashboard; none with Alt, Ctrl or Cmd, which are the browser's. */
export const useKeys = (): { readonly sheet: boolean; readonly closeSheet: () => void } => {
  const [sheet, setSheet] = useState(false);
  const [, navigate] = useLocation();
  const { view, change, link } = useView();
  const chordUntil = useRef(0);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const period = PERIOD_KEYS[event.key];
      if (event.timeStamp < chordUntil.current) {
        chordUntil.current = 0;
        const page = PAGES.find(({ key }) => key === event.key);
        if (page !== undefined) navigate(link(page.path));
      } else if (event.key === 'g') chordUntil.current = event.timeStamp + CHORD_MS;
      else if (event.key === '?') setSheet(true);
      else if (event.key === '/') focusOn(event, 'input[type="search"]');
      else if (event.key === 'f') click(event, '[data-key="f"]');
      else if (event.key === 'x') change({ compare: !view.compare });
      else if (event.key === 'Escape' && view.where.length > 0) change({ where: [] });
      else if (period !== undefined) change({ period, from: undefined, to: undefined });
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [view, change, link, navigate]);
  return { sheet, closeSheet: () => setSheet(false) };
};

const focusOn = (event: KeyboardEvent, selector: string): void => {
  const field = document.querySelector<HTMLElement>(selector);
  if (field === null) return;
  event.preventDefault();
  field.focus();
};

/** The key itself is not meant for the field that opens. */
const click = (event: KeyboardEvent, selector: string): void => {
  event.preventDefault();
  document.querySelector<HTMLElement>(selector)?.click();
};
