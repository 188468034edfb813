import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

const NAME = 'call';

export interface CallAddress {
  /** Id of the call that is explained. */
  readonly call: string | undefined;
  readonly addressOf: (call: string) => string;
  /** As an entry of the history of its own, so that back closes it. */
  readonly open: (call: string) => void;
  readonly close: () => void;
}

/** The call that a page explains, in its address: reload and a sent link show the same. */
export const useCallAddress = (): CallAddress => {
  const [path, navigate] = useLocation();
  const text = useSearch();
  const addressOf = useCallback(
    (call: string | null) => {
      const search = new URLSearchParams(text);
      if (call === null) search.delete(NAME);
      else search.set(NAME, call);
      const rest = search.toString();
      return rest === '' ? path : `${path}?${rest}`;
    },
    [path, text],
  );
  return {
    call: new URLSearchParams(text).get(NAME) ?? undefined,
    addressOf,
    open: (call) => navigate(addressOf(call), { state: OPENED_HERE }),
    close: () => {
      // Who came by a link has no entry to go back to.
      if (isOpenedHere(history.state)) history.back();
      else navigate(addressOf(null), { replace: true });
    },
  };
};

const OPENED_HERE = { call: 'opened' } as const;

const isOpenedHere = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'call' in state && state.call === OPENED_HERE.call;
