import { Swatch } from '../swatch.tsx';
import type { ChartGroup } from './chart-group.ts';
import './chart-legend.css';

/** Which colour is what, and what it comes to. Pointing at an entry brings its part of the chart forward. */
export const ChartLegend = ({
  groups,
  onLook,
  hasPrevious,
}: {
  readonly groups: readonly ChartGroup[];
  readonly onLook: (key: string | undefined) => void;
  readonly hasPrevious: boolean;
}) => (
  <ul className="chart-legend">
    {groups.map(({ key, colour, name, entry, sum }) => (
      <li key={key} onPointerEnter={() => onLook(key)} onPointerLeave={() => onLook(undefined)}>
        <Swatch colour={colour} />
        {entry ?? <span className="chart-legend-name">{name}</span>}
        {sum !== undefined && <span className="muted">{sum}</span>}
      </li>
    ))}
    {hasPrevious && (
      <li>
        <span className="chart-ghost-swatch" aria-hidden="true" />
        <span className="muted">Period before</span>
      </li>
    )}
  </ul>
);
