import type { ApiError } from '@meterline/api/client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem, Skeleton } from './panel.tsx';

/**
 * What a question came to: its figures, a place held for them, or what is wrong. Figures that were there stay, dimmed,
 * while others come or when the server is gone (then the shell says so).
 */
export const AnswerOf = <T,>({
  result,
  lines = 3,
  height,
  placeholder,
  children,
}: {
  readonly result: UseQueryResult<T, ApiError>;
  /** Of the place held. */
  readonly lines?: number;
  readonly height?: number;
  /** Instead of lines: holds the place of something of another shape. */
  readonly placeholder?: ReactNode;
  readonly children: (data: T) => ReactNode;
}) => {
  if (result.data !== undefined) return <>{children(result.data)}</>;
  if (result.error !== null)
    return (
      <Problem
        error={result.error}
        {...(isPassing(result.error) ? { onRetry: () => void result.refetch() } : {})}
      />
    );
  if (placeholder !== undefined) return <>{placeholder}</>;
  return <Skeleton lines={lines} {...(height === undefined ? {} : { height })} />;
};

/** A question that was refused is refused again; a server that is away or a locked ledger may be back. */
const isPassing = ({ problem }: ApiError): boolean => problem.status === 0 || problem.status >= 500;

/** Whether figures on screen are not (yet) those that were asked for. */
export const isStale = ({ isPlaceholderData, isError, data }: UseQueryResult<unknown, ApiError>): boolean =>
  isPlaceholderData || (isError && data !== undefined);
