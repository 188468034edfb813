import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { exactMoment, momentText } from '../../format/time.ts';
import { Swatch } from '../swatch.tsx';
import { Value } from '../value.tsx';

/** What a row is called, as the link that opens it; below, what else it is known by. */
export const RowName = ({
  name,
  title,
  address,
  children,
}: {
  readonly name: string;
  readonly title: string;
  readonly address: string;
  readonly children: ReactNode;
}) => (
  <div className="list-name">
    <Link href={address} tabIndex={-1} title={title}>
      {name}
    </Link>
    <span className="list-second">{children}</span>
  </div>
);

const MAX_SWATCHES = 3;

/** The most called one by name, models by colour too, and how many others. */
export const Names = ({
  dimension,
  names,
  colourOf,
}: {
  readonly dimension: 'model' | 'agent';
  readonly names: readonly string[];
  readonly colourOf?: (name: string) => string;
}) => {
  const [first, ...others] = names;
  if (first === undefined) return <span className="muted">–</span>;
  return (
    <span className="list-names" title={names.join(', ')}>
      <Value dimension={dimension} value={first} {...(colourOf && { colour: colourOf(first) })} />
      {colourOf !== undefined &&
        others.slice(0, MAX_SWATCHES).map((name) => <Swatch key={name} colour={colourOf(name)} />)}
      {others.length > 0 && <span className="muted">+{others.length}</span>}
    </span>
  );
};

/** When its last call was, below when the first; pointing at it tells when it began and ended. */
export const Times = ({
  row: { firstAt, lastAt, endedAt = lastAt },
  zone,
}: {
  readonly row: { readonly firstAt: number; readonly lastAt: number; readonly endedAt?: number };
  readonly zone: string;
}) => (
  <div className="list-times" title={`${exactMoment(firstAt, zone)} – ${exactMoment(endedAt, zone)} ${zone}`}>
    <span>{momentText(lastAt, zone)}</span>
    <span className="muted">{momentText(firstAt, zone)}</span>
  </div>
);
