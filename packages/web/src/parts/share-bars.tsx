import type { ReactNode } from 'react';
import './share-bars.css';

export interface ShareBar {
  readonly key: string;
  /** Such as a `<Value>` that filters. */
  readonly name: ReactNode;
  readonly amount: ReactNode;
  /** Of the whole, in words. */
  readonly share: string;
  /** Of the largest, 0 to 1: the length of the bar. */
  readonly length: number;
  readonly colour: string;
}

/** Parts of a whole, a bar each: name and amount above, the bar below. */
export const ShareBars = ({
  label,
  bars,
}: {
  readonly label: string;
  readonly bars: readonly ShareBar[];
}) => (
  <ul className="share-bars" aria-label={label}>
    {bars.map(({ key, name, amount, share, length, colour }) => (
      <li key={key} className="share-bar">
        <span className="share-bar-name">{name}</span>
        <span className="share-bar-amount">
          {amount} <span className="share-bar-share">{share}</span>
        </span>
        <span className="share-bar-track" aria-hidden="true">
          <span style={{ width: `${Math.max(0, Math.min(1, length)) * 100}%`, background: colour }} />
        </span>
      </li>
    ))}
  </ul>
);
