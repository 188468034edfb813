import { dimensionName, shortId, valueName } from '../../format/name.ts';
import { RowName } from '../../parts/list-page/list-cells.tsx';
import type { SessionRow } from './sessions-page.tsx';

/** Where it happened; below, what it is known by and who caused it. */
export const SessionName = ({ row, address }: { readonly row: SessionRow; readonly address: string }) => (
  <RowName
    name={row.project === null ? 'No project' : valueName('project', row.project)}
    title={row.project ?? row.session}
    address={address}
  >
    <span className="mono" title={row.session}>
      {shortId(row.session)}
    </span>
    {row.branch !== null && <span title={row.branch}>{row.branch}</span>}
    <Cause row={row} />
  </RowName>
);

/** What started it, where that was not a person at a terminal. */
const Cause = ({ row }: { readonly row: SessionRow }) => (
  <>
    {(['cron', 'channel', 'agent'] as const).map((dimension) => {
      const value = row[dimension];
      return value === null ? null : (
        <span
          key={dimension}
          className={`list-badge is-${dimension}`}
          title={`${dimensionName(dimension)}: ${value}`}
        >
          {dimension === 'cron' ? `cron ${shortId(value)}` : value}
        </span>
      );
    })}
    {row.parentSession !== null && (
      <span className="list-badge" title={`Started by ${row.parentSession}`}>
        started by another
      </span>
    )}
  </>
);
