import { Link } from 'wouter';
import { dimensionName, shortId, valueName } from '../../format/name.ts';
import { exactMoment, momentText } from '../../format/time.ts';
import { Swatch } from '../../parts/swatch.tsx';
import { Value } from '../../parts/value.tsx';
import type { SessionRow } from './session-key.ts';

/** Where it happened, as the link that opens it; below, what it is known by and who caused it. */
export const SessionName = ({ row, address }: { readonly row: SessionRow; readonly address: string }) => (
  <div className="sessions-name">
    <Link href={address} tabIndex={-1} title={row.project ?? row.session}>
      {row.project === null ? 'No project' : valueName('project', row.project)}
    </Link>
    <span className="sessions-second">
      <span className="mono" title={row.session}>
        {shortId(row.session)}
      </span>
      {row.branch !== null && <span title={row.branch}>{row.branch}</span>}
      <Cause row={row} />
    </span>
  </div>
);

/** What started it, where that was not a person at a terminal. */
const Cause = ({ row }: { readonly row: SessionRow }) => (
  <>
    {(['cron', 'channel', 'agent'] as const).map((dimension) => {
      const value = row[dimension];
      return value === null ? null : (
        <span
          key={dimension}
          className={`sessions-badge is-${dimension}`}
          title={`${dimensionName(dimension)}: ${value}`}
        >
          {dimension === 'cron' ? `cron ${shortId(value)}` : value}
        </span>
      );
    })}
    {row.parentSession !== null && (
      <span className="sessions-badge" title={`Started by ${row.parentSession}`}>
        started by another
      </span>
    )}
  </>
);

/** The most called model by name, all of them by colour. */
export const Models = ({
  models,
  colourOf,
}: {
  readonly models: readonly string[];
  readonly colourOf: (model: string) => string;
}) => {
  const [first, ...others] = models;
  if (first === undefined) return <span className="muted">–</span>;
  return (
    <span className="sessions-models" title={models.join(', ')}>
      <Value dimension="model" value={first} colour={colourOf(first)} />
      {others.slice(0, MAX_SWATCHES).map((model) => (
        <Swatch key={model} colour={colourOf(model)} />
      ))}
      {others.length > 0 && <span className="muted">+{others.length}</span>}
    </span>
  );
};

const MAX_SWATCHES = 3;

export const Times = ({ row, zone }: { readonly row: SessionRow; readonly zone: string }) => (
  <div
    className="sessions-times"
    title={`${exactMoment(row.firstAt, zone)} – ${exactMoment(row.lastAt, zone)} ${zone}`}
  >
    <span>{momentText(row.lastAt, zone)}</span>
    <span className="muted">{momentText(row.firstAt, zone)}</span>
  </div>
);
