import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { type HeatPlace, heatMove } from './heat-keys.ts';
import { HEAT_STEPS, heatBound, heatStep } from './heat-scale.ts';
import './heat-map.css';

export interface HeatLine {
  /** At the edge of the map. */
  readonly short: string;
  /** In full, for those who listen. */
  readonly name: string;
}

export interface HeatCell {
  /** Names it among the others. */
  readonly id: string;
  /** null: there is something, but how much is not known. */
  readonly value: number | null;
  /** All that is known of it, in words. */
  readonly text: string;
}

export interface HeatMapProps {
  readonly label: string;
  readonly rows: readonly HeatLine[];
  readonly columns: readonly HeatLine[];
  readonly cellAt: (place: HeatPlace) => HeatCell;
  /** What has the full colour. */
  readonly max: number;
  readonly boundText: (value: number) => string;
  /** What a cell without a value means, where there is one. */
  readonly unknownText?: string | undefined;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  /** What is shown while no cell is pointed at. */
  readonly resting: ReactNode;
}

/**
 * A table whose cells are coloured by value. One cell is in the order of Tab, arrows lead to the others; pointing at a
 * cell or standing on it says what is in it, and choosing it keeps it.
 */
export const HeatMap = (props: HeatMapProps) => {
  const { label, rows, columns, cellAt, max, boundText, unknownText, chosen, onChoose, resting } = props;
  const [at, setAt] = useState<HeatPlace>({ row: 0, column: 0 });
  const [looked, setLooked] = useState<HeatPlace>();
  const body = useRef<HTMLTableSectionElement>(null);
  const press = (event: KeyboardEvent): void => {
    const to = heatMove(event.key, at, rows.length, columns.length);
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    setAt(to);
    body.current?.rows[to.row]?.querySelectorAll('button')[to.column]?.focus();
  };
  return (
    <div className="heat">
      <table className="heat-table">
        <caption className="hidden">{label}</caption>
        <thead>
          <tr>
            <td />
            {columns.map(({ short, name }) => (
              <th key={name} scope="col">
                <span aria-hidden="true">{short}</span>
                <span className="hidden">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={press} onPointerLeave={() => setLooked(undefined)}>
          {rows.map(({ short, name }, row) => (
            <tr key={name}>
              <th scope="row">
                <span aria-hidden="true">{short}</span>
                <span className="hidden">{name}</span>
              </th>
              {columns.map((column, index) => (
                <Cell
                  key={column.name}
                  cell={cellAt({ row, column: index })}
                  max={max}
                  inOrder={at.row === row && at.column === index}
                  chosen={chosen}
                  onChoose={onChoose}
                  onLook={(focused) => {
                    setLooked({ row, column: index });
                    if (focused) setAt({ row, column: index });
                  }}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="heat-foot">
        <p className="heat-reading">{looked === undefined ? resting : cellAt(looked).text}</p>
        <HeatLegend max={max} boundText={boundText} unknownText={unknownText} />
      </div>
    </div>
  );
};

const Cell = ({
  cell: { id, value, text },
  max,
  inOrder,
  chosen,
  onChoose,
  onLook,
}: {
  readonly cell: HeatCell;
  readonly max: number;
  readonly inOrder: boolean;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly onLook: (focused: boolean) => void;
}) => (
  <td>
    <button
      type="button"
      tabIndex={inOrder ? 0 : -1}
      aria-label={text}
      aria-pressed={chosen === id}
      className={classNames('heat-cell', value === null ? 'heat-unknown' : `heat-${heatStep(value, max)}`)}
      onPointerEnter={() => onLook(false)}
      onFocus={() => onLook(true)}
      onClick={() => onChoose(id)}
    />
  </td>
);

/** What the colours mean. */
const HeatLegend = ({
  max,
  boundText,
  unknownText,
}: Pick<HeatMapProps, 'max' | 'boundText' | 'unknownText'>) => (
  <ul className="heat-legend" aria-label="Colours">
    <li>
      <span className="heat-cell heat-0" aria-hidden="true" /> none
    </li>
    {max > 0 &&
      Array.from({ length: HEAT_STEPS }, (_, step) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are their own key
        <li key={step}>
          <span className={`heat-cell heat-${step + 1}`} aria-hidden="true" /> ≤{' '}
          {boundText(heatBound(step + 1, max))}
        </li>
      ))}
    {unknownText !== undefined && (
      <li>
        <span className="heat-cell heat-unknown" aria-hidden="true" /> {unknownText}
      </li>
    )}
  </ul>
);
