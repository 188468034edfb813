import type { ReactNode } from 'react';
import { exactCount, percentText } from '../../format/count.ts';
import { spanText } from '../../format/time.ts';
import { Count } from '../../parts/count.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { Delta } from '../../parts/delta.tsx';
import { Cost } from '../../parts/money.tsx';
import { Value } from '../../parts/value.tsx';
import type { Metric } from '../../state/view.ts';
import { knownOf, paceText } from './route-words.ts';
import type { RouteRow } from './sort-routes.ts';

/** A route, or the line below all of them. */
export type RouteLine = RouteRow & { readonly isTotal?: true };

export interface ColumnWorld {
  readonly colourOf: (feature: string | null) => string;
  readonly metric: Metric;
  /** There is a period before to compare with. */
  readonly compare: boolean;
  readonly money: (nanoUsd: number) => string;
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
  { ...measured(world, 'cost', 'Cost'), title: 'At API list price' },
  measured(world, 'calls', 'Calls'),
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
  { ...measured(world, 'tokens', 'Tokens'), wide: true },
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
    <span className="route-change">
      <Delta now={now} before={before} more="bad" beforeText={spanText(before)} />
    </span>
  );
};

const FIGURE: Readonly<Record<Metric, (row: RouteLine) => ReactNode>> = {
  cost: (row) => <Cost cost={row.cost} calls={row.calls} />,
  calls: ({ calls }) => <Count value={calls} />,
  tokens: ({ tokens }) => <Count value={tokens.total} />,
};

/** A figure; below that of the page's measure by how much it changed, if that is asked. */
const measured = (world: ColumnWorld, metric: Metric, head: string): Column<RouteLine> => ({
  id: metric,
  head,
  number: true,
  sorts: true,
  cell: (row) => (
    <>
      {FIGURE[metric](row)}
      {world.compare && world.metric === metric && <Change row={row} world={world} />}
    </>
  ),
});

const SIZE: Readonly<Record<Metric, (of: Pick<RouteRow, 'cost' | 'tokens' | 'calls'>) => number>> = {
  cost: ({ cost }) => cost.listNanoUsd,
  calls: ({ calls }) => calls,
  tokens: ({ tokens }) => tokens.total,
};

const Change = ({
  row,
  world: { metric, money },
}: {
  readonly row: RouteLine;
  readonly world: ColumnWorld;
}) => {
  const before = row.previous ?? null;
  if (before === null) return <span className="route-change muted small">new</span>;
  const was = SIZE[metric](before);
  return (
    <span className="route-change">
      <Delta
        now={SIZE[metric](row)}
        before={was}
        more={metric === 'cost' ? 'bad' : 'neutral'}
        beforeText={metric === 'cost' ? money(was) : exactCount(was)}
      />
    </span>
  );
};
