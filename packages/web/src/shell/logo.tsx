/** A meter's needle over three bars. */
export const Logo = () => (
  <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
    <rect x="2" y="13" width="5" height="9" rx="1.5" fill="var(--series-6)" />
    <rect x="9.5" y="8" width="5" height="14" rx="1.5" fill="var(--series-0)" />
    <rect x="17" y="2" width="5" height="20" rx="1.5" fill="var(--series-1)" />
  </svg>
);
