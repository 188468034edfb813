import { exactCount, percentText } from '../../format/count.ts';
import { spanText } from '../../format/time.ts';
import type { Column } from '../../parts/data-table.tsx';
import { Delta } from '../../parts/delta.tsx';
import { type Measuring, measuredColumn } from '../../parts/measured-column.tsx';
import { Value } from '../../parts/value.tsx';
import { knownOf, paceText } from './route-words.ts';
import type { RouteRow } from './sort-routes.ts';

/** A route, or the line below all of them. */
export type RouteLine = RouteRow & { readonly isTotal?: true };

export interface ColumnWorld extends Measuring {
  readonly colourOf: (feature: string | null) => string;
}

export const routeColumns = (world: ColumnWorld): readonly Column<RouteLine>[] => [
  {
    id: 'feature',
    head: 'Feature',
    sorts: true,
    cell: (row) => <RouteCell row={row} colourOf={world.colourOf} />,
  },
  nameColumn('tenant', 'Tenant'),
  nameColumn('model', 'Model'),
  measuredColumn(world, 'cost'),
  measuredColumn(world, 'calls'),
  ...timeColumns(world),
  {
    id: 'errors',
    head: 'Errors',
    title: 'Calls that failed or were broken off, over all',
    number: true,
    sorts: true,
    cell: ({ errorRate, errorCalls, calls }) => (
      <span className={errorClass(errorRate)} title={`${exactCount(errorCalls)} of ${exactCount(calls)}`}>
        {percentText(errorRate)}
      </span>
    ),
  },
  {
    id: 'cache',
    head: 'From cache',
    title: 'Share of the input that was read from a cache',
    number: true,
    sorts: true,
    cell: ({ cacheHitRate }) => percentText(cacheHitRate),
  },
  { ...measuredColumn(world, 'tokens'), wide: true },
];

/** From here on so many calls fail that somebody should look. */
const HIGH_ERROR_RATE = 0.05;

const errorClass = (rate: number | null): string | undefined => {
  if (rate !== null && rate >= HIGH_ERROR_RATE) return 'route-errors';
  return rate === 0 ? 'muted' : undefined;
};

/** The feature; on a narrow screen the tenant and the model below it, which else have columns of their own. */
const RouteCell = ({
  row: { key, isTotal },
  colourOf,
}: {
  readonly row: RouteLine;
  readonly colourOf: ColumnWorld['colourOf'];
}) => {
  if (isTotal) return <>All routes</>;
  const feature = key['feature'] ?? null;
  return (
    <span className="route-name">
      <Value dimension="feature" value={feature} colour={colourOf(feature)} />
      <span className="route-rest">
        <Value dimension="tenant" value={key['tenant'] ?? null} />
        <Value dimension="model" value={key['model'] ?? null} />
      </span>
    </span>
  );
};

const nameColumn = (dimension: 'tenant' | 'model', head: string): Column<RouteLine> => ({
  id: dimension,
  head,
  sorts: true,
  wide: true,
  cell: ({ key, isTotal }) =>
    isTotal ? null : <Value dimension={dimension} value={key[dimension] ?? null} />,
});

const timeColumns = ({ compare }: ColumnWorld): readonly Column<RouteLine>[] => [
  {
    id: 'p50',
    head: 'p50',
    title: 'Within this half of the calls were done',
    number: true,
    sorts: true,
    cell: ({ times, calls }) => <Time ms={times.latencyP50Ms} of={knownOf(times.timedCalls, calls)} />,
  },
  {
    id: 'p95',
    head: 'p95',
    title: 'Within this 95 of 100 calls were done',
    number: true,
    sorts: true,
    cell: (row) => (
      <>
        <Time ms={row.times.latencyP95Ms} of={knownOf(row.times.timedCalls, row.calls)} />
        {compare && <Slower row={row} />}
      </>
    ),
  },
  {
    id: 'firstToken',
    head: 'First token',
    title: 'Within this half of the streamed answers had begun',
    number: true,
    sorts: true,
    cell: ({ times, calls }) => (
      <Time ms={times.firstTokenP50Ms} of={knownOf(times.firstTokenCalls, calls)} />
    ),
  },
  {
    id: 'pace',
    head: 'Tokens/s',
    title: 'Output tokens for each second in which they were written',
    number: true,
    sorts: true,
    cell: ({ times: { tokensPerSecond } }) =>
      tokensPerSecond === null ? <Unknown /> : paceText(tokensPerSecond),
  },
];

const Unknown = () => (
  <span className="muted" title="No call says it">
    –
  </span>
);

/** A percentile; pointing at it tells of how many calls. */
const Time = ({ ms, of }: { readonly ms: number | null; readonly of: string }) =>
  ms === null ? <Unknown /> : <span title={of}>{spanText(ms)}</span>;

const Slower = ({ row: { times, previousTimes } }: { readonly row: RouteLine }) => {
  const [now, before] = [times.latencyP95Ms, previousTimes?.latencyP95Ms ?? null];
  if (now === null || before === null) return null;
  return (
    <span className="measured-change">
      <Delta now={now} before={before} more="bad" beforeText={spanText(before)} />
    </span>
  );
};
