import { compactCount, exactCount } from '../format/count.ts';

/** A count in short; pointing at it shows it whole. `null` or absent: not reported, which is not 0. */
export const Count = ({ value }: { readonly value: number | null | undefined }) =>
  value === null || value === undefined ? (
    <span className="muted" title="Not reported">
      –
    </span>
  ) : (
    <span title={exactCount(value)}>{compactCount(value)}</span>
  );
