import type { ReactNode } from 'react';
import { Swatch } from './swatch.tsx';
import './legend.css';

export interface LegendEntry {
  readonly key: string;
  readonly colour: string;
  readonly name: ReactNode;
}

/** Which colour is what. Entries may be buttons that filter (`<Value>`). */
export const Legend = ({ entries }: { readonly entries: readonly LegendEntry[] }) => (
  <ul className="legend">
    {entries.map(({ key, colour, name }) => (
      <li key={key}>
        <Swatch colour={colour} />
        {name}
      </li>
    ))}
  </ul>
);
