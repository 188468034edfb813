import type { ApiError } from '@meterline/api/client';
import type { UseQueryResult } from '@tanstack/react-query';
import { useColours } from '../../data/use-colours.ts';
import { plural } from '../../format/count.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { useMeasuring } from '../../parts/measured-column.tsx';
import { NoCalls } from '../../parts/no-calls.tsx';
import { ReportCard } from '../../parts/report-card.tsx';
import { orderIn, sortRows } from '../../parts/sort-rows.ts';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import { NamelessNote } from './nameless-note.tsx';
import { isNameless, timesKnownText } from './route-words.ts';
import { type RouteLine, routeColumns } from './routes-columns.tsx';
import { ROUTE_ORDERS, type RouteRow, type Routes } from './sort-routes.ts';

/** Every route of the range: what it costs, how fast it is, how often it fails. */
export const RoutesCard = ({ answer }: { readonly answer: UseQueryResult<Routes, ApiError> }) => (
  <ReportCard
    report="routes"
    title="Feature, tenant and model"
    note="cost at API list price"
    result={answer}
    lines={8}
    height={36}
  >
    {(data) => (data.rows.length === 0 ? <NoCalls /> : <RoutesTable data={data} />)}
  </ReportCard>
);

const RoutesTable = ({ data }: { readonly data: Routes }) => {
  const [sort, setSort] = useOwnParam('sort');
  const colourOf = useColours('feature');
  const measuring = useMeasuring(data.previousTotals);
  const { metric } = measuring;
  const order = orderIn(ROUTE_ORDERS, sort, metric);
  const known = timesKnownText(data);
  return (
    <>
      {data.rows.every(isNameless) && <NamelessNote />}
      {known !== undefined && <p className="routes-known muted">{known}</p>}
      {isMixed(data.rows) && <OnlyNamed />}
      <DataTable<RouteLine>
        label="Routes"
        columns={routeColumns({ ...measuring, colourOf })}
        rows={sortRows(data.rows, ROUTE_ORDERS[order])}
        keyOf={keyText}
        sortedBy={order}
        onSort={(column) => setSort(column === metric ? null : column)}
        total={data.rows.length > 1 ? totalLine(data) : undefined}
      />
      {data.omittedRows > 0 && (
        <p className="routes-omitted muted">
          {plural(data.omittedRows, 'smaller route')} more: in the CSV, or with a filter.
        </p>
      )}
    </>
  );
};

const isMixed = (rows: readonly RouteRow[]): boolean =>
  rows.some(({ key }) => (key['feature'] ?? null) === null) && !rows.every(isNameless);

/** What agents do is not done for a feature, and stands among the routes of programs until it is left out. */
const OnlyNamed = () => {
  const { filter } = useView();
  return (
    <p className="routes-named">
      <Button small onClick={() => filter({ dimension: 'feature', op: '!=', value: null })}>
        Only routes with a feature
      </Button>
    </p>
  );
};

const keyText = ({ key }: RouteRow): string =>
  JSON.stringify([key['feature'] ?? null, key['tenant'] ?? null, key['model'] ?? null]);

const NO_TIMES: Routes['times'] = {
  timedCalls: 0,
  latencyP50Ms: null,
  latencyP95Ms: null,
  firstTokenCalls: 0,
  firstTokenP50Ms: null,
  tokensPerSecond: null,
};

/** The figures of all routes together; their times only where all of them are there. */
const totalLine = ({ totals, previousTotals, times, omittedRows }: Routes): RouteLine => {
  const { calls, errorCalls, tokens } = totals;
  const sent = tokens.input + tokens.cacheRead + tokens.cacheWrite;
  return {
    ...totals,
    key: {},
    start: null,
    previous: previousTotals,
    errorRate: calls === 0 ? null : errorCalls / calls,
    cacheHitRate: sent === 0 ? null : tokens.cacheRead / sent,
    times: omittedRows > 0 ? NO_TIMES : times,
    isTotal: true,
  };
};
