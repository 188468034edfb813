import { useMoney } from '../../data/use-money.ts';
import { compactCount } from '../../format/count.ts';
import { spanText } from '../../format/time.ts';
import type { Turn } from './turn.ts';

/** `Cache expired after 7 min 12 s · 84K tokens written again · $0.41` */
export const LapseText = ({ turn }: { readonly turn: Turn }) => {
  const money = useMoney();
  const { lapse, gapMs } = turn;
  if (lapse === null) return null;
  return (
    <span className="turns-lapse">
      Cache expired{gapMs === null ? '' : ` after ${spanText(gapMs)}`} · {compactCount(lapse.tokens)} tokens
      written again{lapse.nanoUsd === null ? '' : ` · ${money(lapse.nanoUsd)}`}
      {lapse.withinHour && <span className="muted"> · a cache of one hour would have kept it</span>}
    </span>
  );
};
