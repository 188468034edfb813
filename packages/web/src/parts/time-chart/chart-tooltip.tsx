import { changeText } from '../../format/change.ts';
import { Swatch } from '../swatch.tsx';
import type { Tooltip } from './chart-reading.ts';
import '../tip.css';
import './chart-tooltip.css';

/** What stands in the bucket under the cursor. Those who listen hear the same from the chart itself. */
export const ChartTooltip = ({
  reading,
  x,
  width,
}: {
  readonly reading: Tooltip;
  /** Of the cursor, and how wide the chart is. */
  readonly x: number;
  readonly width: number;
}) => (
  <div
    className={width < NARROW ? 'tip chart-tooltip is-below' : 'tip chart-tooltip'}
    aria-hidden="true"
    style={width < NARROW ? undefined : x > width / 2 ? { right: width - x + BESIDE } : { left: x + BESIDE }}
  >
    <p className="chart-tooltip-when">
      {reading.when}
      {reading.isUnfinished && <span className="chart-tooltip-tag">so far</span>}
    </p>
    <table>
      <tbody>
        {reading.rows.map(({ key, name, colour, text }) => (
          <tr key={key}>
            <th scope="row">
              <Swatch colour={colour} />
              <span>{name}</span>
            </th>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
      {(reading.total !== undefined || reading.previous !== undefined) && (
        <tfoot>
          {reading.total !== undefined && (
            <tr>
              <th scope="row">Total</th>
              <td>{reading.total}</td>
            </tr>
          )}
          {reading.previous !== undefined && (
            <tr className="muted">
              <th scope="row">
                <span className="chart-ghost-swatch" />
                <span>{reading.previous.when}</span>
              </th>
              <td>
                {reading.previous.text}
                {reading.previous.change !== undefined && (
                  <span className="chart-tooltip-change"> {changeText(reading.previous.change)}</span>
                )}
              </td>
            </tr>
          )}
        </tfoot>
      )}
    </table>
  </div>
);

/** Between the cursor and the tooltip. */
const BESIDE = 14;
/** In a narrower chart it would hide what it is about, so it stands below. */
const NARROW = 560;
