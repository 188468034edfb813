import type { ApiError, Body, WriteAnswer, WriteMethod, WritePath } from '@meterline/api/client';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from './client.ts';

/**
 * A change that is asked of the server. Nothing on the page is changed before it has said yes; then everything is asked
 * again, since a price or a zone can move any figure.
 */
export const useChange = <P extends WritePath, M extends WriteMethod>(
  method: M,
  path: P,
): UseMutationResult<WriteAnswer<P, M>, ApiError, Body<P, M>> => {
  const queries = useQueryClient();
  return useMutation<WriteAnswer<P, M>, ApiError, Body<P, M>>({
    mutationFn: (body) => client.write(method as never, path, body as never) as Promise<WriteAnswer<P, M>>,
    onSuccess: () => void queries.invalidateQueries(),
  });
};
