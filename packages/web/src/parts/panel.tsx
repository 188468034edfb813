import type { ApiError } from '@meterline/api/client';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import './panel.css';

/** Instead of figures: there are none, with what to do about it. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className="panel">
    <p className="panel-title">{title}</p>
    {children !== undefined && <div className="panel-text">{children}</div>}
  </div>
);

/** Something does not work: what, and what to do. */
export const Problem = ({ error, onRetry }: { readonly error: ApiError; readonly onRetry?: () => void }) => {
  const { title, detail, hint } = error.problem;
  return (
    <div className="panel panel-problem" role="alert">
      <p className="panel-title">{title}</p>
      {detail !== undefined && <p className="panel-text">{detail}</p>}
      {hint !== undefined && <p className="panel-text">{hint}</p>}
      {onRetry !== undefined && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
};

/** Holds the place of figures that are on their way, in about their size. */
export const Skeleton = ({ lines = 3, height }: { readonly lines?: number; readonly height?: number }) => (
  <div className="skeleton" role="status" aria-label="Loading">
    {Array.from({ length: lines }, (_, line) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines are all alike
      <span key={line} style={height === undefined ? undefined : { height }} />
    ))}
  </div>
);
