import { Link } from 'wouter';
import { plural } from '../../format/count.ts';
import { dimensionName, valueName } from '../../format/name.ts';
import { exactMoment, momentText } from '../../format/time.ts';
import { Swatch } from '../../parts/swatch.tsx';
import { Value } from '../../parts/value.tsx';
import type { TaskRow } from './use-task-rows.ts';

/** Its id, as the link that opens it; below, what it was for and who had it done. */
export const TaskName = ({ row, address }: { readonly row: TaskRow; readonly address: string }) => (
  <div className="tasks-name">
    <Link href={address} tabIndex={-1} title={row.task}>
      {row.task}
    </Link>
    <span className="tasks-second">
      {row.apps.length > 0 && <span title={row.apps.join(', ')}>{namesText(row.apps)}</span>}
      {(['feature', 'user', 'project'] as const).map((dimension) => {
        const value = row[dimension];
        return value === null ? null : (
          <span key={dimension} className="tasks-badge" title={`${dimensionName(dimension)}: ${value}`}>
            {valueName(dimension, value)}
          </span>
        );
      })}
      {row.sessions > 1 && <span className="tasks-badge">{plural(row.sessions, 'session')}</span>}
    </span>
  </div>
);

/** The first one, and how many others. */
const namesText = (names: readonly string[]): string =>
  names.length > 1 ? `${names[0]} +${names.length - 1}` : (names[0] ?? '–');

const MAX_SWATCHES = 3;

/** The most called one by name, models by colour too. */
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
    <span className="tasks-names" title={names.join(', ')}>
      <Value dimension={dimension} value={first} {...(colourOf && { colour: colourOf(first) })} />
      {colourOf !== undefined &&
        others.slice(0, MAX_SWATCHES).map((name) => <Swatch key={name} colour={colourOf(name)} />)}
      {others.length > 0 && <span className="muted">+{others.length}</span>}
    </span>
  );
};

export const Times = ({ row, zone }: { readonly row: TaskRow; readonly zone: string }) => (
  <div
    className="tasks-times"
    title={`${exactMoment(row.firstAt, zone)} – ${exactMoment(row.endedAt, zone)} ${zone}`}
  >
    <span>{momentText(row.lastAt, zone)}</span>
    <span className="muted">{momentText(row.firstAt, zone)}</span>
  </div>
);

/** How many, and how many of them failed. */
export const Hops = ({ row: { calls, errorCalls } }: { readonly row: TaskRow }) => (
  <div className="tasks-hops">
    <span>{calls.toLocaleString('en-US')}</span>
    {errorCalls > 0 && <span className="tasks-failed">{errorCalls.toLocaleString('en-US')} failed</span>}
  </div>
);
