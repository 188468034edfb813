import { exactCount } from '../format/count.ts';
import { Empty } from './panel.tsx';

/** Of the earliest calls of a thing, or of all, only the sums are kept. */
export const NoLongerKept = ({
  calls,
  of,
  kept: { totalsOnly, count },
}: {
  readonly calls: 'calls' | 'hops';
  readonly of: 'session' | 'task';
  readonly kept: { readonly totalsOnly: number; readonly count: number };
}) => {
  if (totalsOnly === 0) return null;
  return (
    <Empty
      title={
        count === 0
          ? `The single ${calls} of this ${of} are no longer kept.`
          : `${exactCount(totalsOnly)} earlier ${calls} are no longer kept singly.`
      }
    >
      Their sums are, and stand in every figure above. How long single calls are kept is in the settings.
    </Empty>
  );
};
