import type { ApiError, Body, WriteAnswer, WriteMethod, WritePath } from '@meterline/api/client';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from './client.ts';

/** After a change of settings the ledger is opened anew; for that moment it cannot be written. */
const TRIES = 4;
const TRY_AGAIN_AFTER_MS = 400;

/**
 * A change that is asked of the server. Nothing on the page is changed before it has said yes; then everything is asked
 * again, since a price or a zone can move any figure. One that the server could not take just now (503: nothing was done)
 * is asked again for a moment.
 */
export const useChange = <P extends WritePath, M extends WriteMethod>(
  method: M,
  path: P,
): UseMutationResult<WriteAnswer<P, M>, ApiError, Body<P, M>> => {
  const queries = useQueryClient();
  return useMutation<WriteAnswer<P, M>, ApiError, Body<P, M>>({
    mutationFn: (body) => client.write(method as never, path, body as never) as Promise<WriteAnswer<P, M>>,
    retry: (failed, error) => failed < TRIES && error.problem.status === 503,
    retryDelay: TRY_AGAIN_AFTER_MS,
    onSuccess: () => void queries.invalidateQueries(),
  });
};
