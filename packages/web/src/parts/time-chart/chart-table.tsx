import { type Column, DataTable } from '../data-table.tsx';
import { bucketName, labelOf } from './bucket-name.ts';
import { valueIn } from './chart-group.ts';
import type { ReadFrom } from './chart-reading.ts';
import './chart-table.css';

/** The same figures as the chart, to be read in rows; the newest first. */
export const ChartTable = ({ label, from }: { readonly label: string; readonly from: ReadFrom }) => {
  const { buckets, groups, total, previous, text } = from;
  const { interval, zone, labels } = buckets;
  const rows = labels.map((_, bucket) => labels.length - 1 - bucket);
  const columns: readonly Column<number>[] = [
    { id: 'when', head: interval, cell: when },
    ...(total === undefined
      ? []
      : [
          {
            id: 'total',
            head: 'Total',
            number: true,
            cell: (bucket: number) => valueIn(total, bucket, text),
          },
        ]),
    ...(previous === undefined ? [] : [{ id: 'before', head: 'Before', number: true, cell: before }]),
    ...groups.map((group) => ({
      id: group.key,
      head: group.name,
      number: true,
      cell: (bucket: number) => valueIn(group, bucket, text),
    })),
  ];
  function when(bucket: number) {
    const isUnfinished = buckets.unfinished && bucket === labels.length - 1;
    return `${bucketName(labels[bucket] ?? '', interval)}${isUnfinished ? ', so far' : ''}`;
  }
  function before(bucket: number) {
    const value = previous?.values[bucket];
    const start = previous?.starts[bucket];
    if (value === null || value === undefined || start === undefined) return '–';
    return <span title={bucketName(labelOf(start, interval, zone), interval)}>{text(value)}</span>;
  }
  return (
    <div className="chart-table">
      <DataTable
        label={label}
        columns={columns}
        rows={rows}
        keyOf={(bucket) => labels[bucket] ?? String(bucket)}
      />
    </div>
  );
};
