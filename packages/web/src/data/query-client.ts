import { ApiError } from '@meterline/api/client';
import { QueryClient } from '@tanstack/react-query';

/** A server that was stopped is back within this many tries, or the page says that it is not. */
const TRIES = 2;
/** Answers that nobody looks at are forgotten after this long. */
const FORGET_AFTER_MS = 5 * 60_000;

/** A refusal will be one again; no answer at all, or a locked ledger, may be another thing in a second. */
const isWorthAnotherTry = (error: Error): boolean =>
  error instanceof ApiError && (error.problem.status === 0 || error.problem.status === 503);

export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // The event stream says when something has moved (live.tsx); until then an answer holds.
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: FORGET_AFTER_MS,
        retry: (failed, error) => failed < TRIES && isWorthAnotherTry(error),
        retryDelay: 700,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
