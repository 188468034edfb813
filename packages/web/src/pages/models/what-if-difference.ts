const TIMES_FROM = 10;

/** By how much one amount differs from another: `−43%`, `+120%`, `31 times`; of nothing there is no share. */
export const differenceText = (from: number, to: number): string => {
  if (from === to) return 'the same';
  if (from === 0) return 'from nothing';
  const share = (to - from) / Math.abs(from);
  if (share >= TIMES_FROM) return `${Math.round(to / from).toLocaleString('en-US')} times`;
  const percent = Math.abs(share) * 100;
  const text = percent < 0.1 ? '<0.1' : percent.toFixed(percent < 10 ? 1 : 0);
  return `${share < 0 ? '−' : '+'}${text}%`;
};
