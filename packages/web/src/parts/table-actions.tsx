import { apiUrl } from '@meterline/api/client';
import { CopyCommand } from './copy-command.tsx';
import { Icon } from './icon.tsx';
import './table-actions.css';

/** What every table offers: its rows as CSV, and the command that shows the same. */
export const TableActions = ({
  csv,
  command,
}: {
  readonly csv?: { readonly path: string; readonly query: object };
  readonly command?: string;
}) => (
  <span className="table-actions">
    {command !== undefined && <CopyCommand command={command} />}
    {csv !== undefined && (
      <a
        className="table-action"
        href={apiUrl(csv.path, {}, csv.query as Record<string, unknown>)}
        title="Download as CSV"
        download
      >
        <Icon name="download" />
        <span className="action-word">CSV</span>
      </a>
    )}
  </span>
);
