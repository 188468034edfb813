import './icon.css';

/** Outlines in a square of 16. */
const PATHS = {
  chart: 'M2.5 13.5h11M4.5 11V7.5M8 11V3.5M11.5 11V6',
  download: 'M8 2.5v7.5m-3-3 3 3 3-3M2.5 13.5h11',
  table: 'M2.5 3h11v10h-11zM2.5 6.5h11M6.5 6.5V13',
  terminal: 'm3 4.5 3.5 3.5L3 11.5M8 12h5',
  zoomOut: 'M11 11l3 3M4.5 7h5M12 7A5 5 0 1 1 2 7a5 5 0 0 1 10 0z',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1',
  arrow: 'M3 8h9.5m-4-4 4 4-4 4',
} as const;

export type IconName = keyof typeof PATHS;

/** A small picture beside or instead of a word; the word must be there for those who listen. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
