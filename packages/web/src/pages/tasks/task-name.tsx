import { plural } from '../../format/count.ts';
import { dimensionName, valueName } from '../../format/name.ts';
import { RowName } from '../../parts/list-page/list-cells.tsx';
import type { TaskRow } from './tasks-page.tsx';

/** Its id; below, what it was for and who had it done. */
export const TaskName = ({ row, address }: { readonly row: TaskRow; readonly address: string }) => (
  <RowName name={row.task} title={row.task} address={address}>
    {row.apps.length > 0 && <span title={row.apps.join(', ')}>{namesText(row.apps)}</span>}
    {(['feature', 'user', 'project'] as const).map((dimension) => {
      const value = row[dimension];
      return value === null ? null : (
        <span key={dimension} className="list-badge" title={`${dimensionName(dimension)}: ${value}`}>
          {valueName(dimension, value)}
        </span>
      );
    })}
    {row.sessions > 1 && <span className="list-badge">{plural(row.sessions, 'session')}</span>}
  </RowName>
);

/** The first one, and how many others. */
const namesText = (names: readonly string[]): string =>
  names.length > 1 ? `${names[0]} +${names.length - 1}` : (names[0] ?? '–');
