import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './data-table.css';

export interface Column<Row> {
  readonly id: string;
  readonly head: ReactNode;
  /** What the column means, where its head does not say it. */
  readonly title?: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  readonly number?: boolean;
  /** Left out where the screen is narrow. */
  readonly wide?: boolean;
  /** Sorting by it is possible: the id is given to `onSort`. */
  readonly sorts?: boolean;
}

export interface DataTableProps<Row> {
  /** What the table shows, for those who listen. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Share of the largest row, 0 to 1: a bar behind the first cell. */
  readonly shareOf?: (row: Row) => number;
  readonly sortedBy?: string | undefined;
  readonly onSort?: (column: string) => void;
  readonly total?: Row | undefined;
  readonly empty?: ReactNode;
  readonly chosen?: ((row: Row) => boolean) | undefined;
}

/** A table of figures. It scrolls in itself where it is too wide; the page never does. */
export const DataTable = <Row,>(props: DataTableProps<Row>) => {
  const { label, columns, rows, keyOf, shareOf, total, empty, chosen } = props;
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    // biome-ignore lint/a11y/useSemanticElements: what scrolls has a name, but is no landmark beside its card
    <div className="table-scroll" role="group" aria-label={label} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} {...props} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={classNames(chosen?.(row) === true && 'is-chosen')}>
              {columns.map((column, index) => (
                <td key={column.id} className={cellClass(column)}>
                  {index === 0 && shareOf !== undefined && <Share share={shareOf(row)} />}
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {total !== undefined && (
          <tfoot>
            <tr>
              {columns.map((column) => (
                <td key={column.id} className={cellClass(column)}>
                  {column.cell(total)}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
};

const cellClass = <Row,>({ number, wide }: Column<Row>): string =>
  classNames(number === true && 'is-number', wide === true && 'is-wide');

const HeadCell = <Row,>({
  column,
  sortedBy,
  onSort,
}: { readonly column: Column<Row> } & DataTableProps<Row>) => {
  const sorted = sortedBy === column.id;
  return (
    <th
      scope="col"
      className={cellClass(column)}
      title={column.title}
      {...(sorted ? { 'aria-sort': 'descending' as const } : {})}
    >
      {column.sorts === true && onSort !== undefined ? (
        <button type="button" className="table-sort" onClick={() => onSort(column.id)}>
          {column.head}
          <span aria-hidden="true">{sorted ? ' ↓' : ''}</span>
        </button>
      ) : (
        column.head
      )}
    </th>
  );
};

/** How much of the largest it is. */
const Share = ({ share }: { readonly share: number }) => (
  <span
    className="table-share"
    style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }}
    aria-hidden="true"
  />
);
