import type { ApiError, Body } from '@meterline/api/client';
import { useQueryClient } from '@tanstack/react-query';
import { answerKey } from '../../data/use-answer.ts';
import { useChange } from '../../data/use-change.ts';

export interface Saving {
  /** `onSaved`: the server has said yes, and the page shows what it has now. */
  readonly save: (change: Body<'/settings', 'patch'>, onSaved?: () => void) => void;
  readonly state: 'idle' | 'saving' | 'saved' | 'refused';
  readonly error: ApiError | null;
  /** The draft is another one now: what was said of the last is no longer so. */
  readonly edited: () => void;
}

/** Saves one setting of the page; each has its own, so that what is said stands beside it. */
export const useSaving = (): Saving => {
  const queries = useQueryClient();
  const change = useChange('patch', '/settings');
  return {
    save: (body, onSaved) =>
      change.mutate(body, {
        onSuccess: (settings) => {
          queries.setQueryData(answerKey('/settings', {}, { still: true }), settings);
          onSaved?.();
        },
      }),
    state: change.isPending ? 'saving' : change.isSuccess ? 'saved' : change.isError ? 'refused' : 'idle',
    error: change.error,
    edited: () => {
      if (!change.isIdle) change.reset();
    },
  };
};
