import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

/** A parameter of one page (`sort`, `q`, `call`): read from the address, written to it. `null` takes it away. */
export const useOwnParam = (
  name: string,
): readonly [
  string | undefined,
  (value: string | null, options?: { readonly replace?: boolean }) => void,
] => {
  const [path, navigate] = useLocation();
  const text = useSearch();
  const value = new URLSearchParams(text).get(name) ?? undefined;
  const set = useCallback(
    (next: string | null, { replace = false }: { readonly replace?: boolean } = {}) => {
      const search = new URLSearchParams(text);
      if (next === null || next === '') search.delete(name);
      else search.set(name, next);
      const rest = search.toString();
      navigate(rest === '' ? path : `${path}?${rest}`, { replace });
    },
    [name, navigate, path, text],
  );
  return [value, set];
};
