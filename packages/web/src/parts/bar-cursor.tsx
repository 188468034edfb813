import './bar-cursor.css';

/** The cursor over bars for keys, and for those who listen: a slider that is not seen. Its box tells where it stands. */
export const BarCursor = ({
  label,
  bars,
  at,
  says,
  begins,
  onMove,
  onEnter,
}: {
  readonly label: string;
  readonly bars: number;
  /** The bar that is pointed at; -1 for none. */
  readonly at: number;
  /** What it says of that bar. */
  readonly says: string | undefined;
  /** The bar that the focus begins at. */
  readonly begins: number;
  readonly onMove: (bar: number) => void;
  readonly onEnter?: () => void;
}) => (
  <input
    type="range"
    className="bar-cursor"
    aria-label={label}
    min={0}
    max={Math.max(0, bars - 1)}
    value={Math.max(0, at)}
    aria-valuetext={says ?? 'none'}
    onFocus={() => onMove(begins)}
    onBlur={() => onMove(-1)}
    onChange={({ target }) => onMove(Number(target.value))}
    onKeyDown={({ key }) => {
      if (key === 'Enter') onEnter?.();
    }}
  />
);
