/** What a key does in a list of `count` options of which `active` is marked (-1: none). */
export type ListMove =
  | { readonly kind: 'mark'; readonly active: number }
  | { readonly kind: 'choose' }
  | { readonly kind: 'close' };

/** The list pattern of ARIA 1.2 for a field with a list; `undefined`: the key is the field's. */
export const listMove = (key: string, open: boolean, active: number, count: number): ListMove | undefined => {
  if (key === 'Escape') return open ? { kind: 'close' } : undefined;
  if (key === 'Enter') return open && active >= 0 && active < count ? { kind: 'choose' } : undefined;
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return { kind: 'mark', active: open ? (active + 1) % count : Math.max(active, 0) };
  if (key === 'ArrowUp') return { kind: 'mark', active: open && active > 0 ? active - 1 : count - 1 };
  return undefined;
};
