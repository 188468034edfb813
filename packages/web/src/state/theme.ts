import { useEffect, useState } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'meterline.theme';

const stored = (): Theme => {
  try {
    const text = localStorage.getItem(KEY);
    return text === 'light' || text === 'dark' ? text : 'system';
  } catch {
    return 'system'; // A browser that keeps nothing.
  }
};

/** Puts the theme on the page: before the first view, so that nothing flashes. */
export const applyTheme = (theme: Theme = stored()): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
};

export const useTheme = (): readonly [Theme, (theme: Theme) => void] => {
  const [theme, set] = useState(stored);
  useEffect(() => {
    applyTheme(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Then it holds for this visit.
    }
  }, [theme]);
  return [theme, set];
};
