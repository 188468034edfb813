import type { ApiError, GetAnswer } from '@meterline/api/client';
import type { UseQueryResult } from '@tanstack/react-query';
import { useColours } from '../../data/use-colours.ts';
import { percentText } from '../../format/count.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { useMeasuring } from '../../parts/measured-column.tsx';
import { NoCalls } from '../../parts/no-calls.tsx';
import { ReportCard } from '../../parts/report-card.tsx';
import { orderIn, sortRows } from '../../parts/sort-rows.ts';
import { useOwnParam } from '../../state/use-own-param.ts';
import { modelKeyText } from './model-key.ts';
import { type ModelLine, modelColumns } from './models-columns.tsx';
import { largestGap, largestShare } from './share-gap.ts';
import { MODEL_ORDERS, type ModelRow } from './sort-models.ts';

type Models = GetAnswer<'/models'>;

/** Every model of the range with its shares and what it really took. */
export const ModelsCard = ({
  answer,
  onOpen,
}: {
  readonly answer: UseQueryResult<Models, ApiError>;
  readonly onOpen: (row: ModelRow) => void;
}) => (
  <ReportCard
    report="models"
    title="Where the money goes, by model"
    note="at API list price"
    result={answer}
    lines={6}
    height={36}
  >
    {(data) => (data.rows.length === 0 ? <NoCalls /> : <ModelsTable data={data} onOpen={onOpen} />)}
  </ReportCard>
);

const ModelsTable = ({
  data,
  onOpen,
}: {
  readonly data: Models;
  readonly onOpen: (row: ModelRow) => void;
}) => {
  const [sort, setSort] = useOwnParam('sort');
  const colourOf = useColours('model');
  const measuring = useMeasuring(data.previousTotals);
  const { metric } = measuring;
  const order = orderIn(MODEL_ORDERS, sort, metric);
  const columns = modelColumns({ ...measuring, colourOf, scale: largestShare(data.rows), onOpen });
  return (
    <>
      <Finding rows={data.rows} />
      <DataTable<ModelLine>
        label="Models"
        columns={columns}
        rows={sortRows(data.rows, MODEL_ORDERS[order])}
        keyOf={(row) => modelKeyText(keyOf(row))}
        sortedBy={order}
        onSort={(column) => setSort(column === metric ? null : column)}
        total={data.rows.length > 1 ? totalLine(data) : undefined}
      />
    </>
  );
};

/** What a first look would miss: the model that is dear for how much it does. */
const Finding = ({ rows }: { readonly rows: readonly ModelRow[] }) => {
  const gap = largestGap(rows);
  if (gap === undefined) return null;
  return (
    <p className="models-finding muted">
      <strong>{gap.row.key['model'] ?? '(none)'}</strong> handles {percentText(gap.ofTokens)} of the tokens
      and takes {percentText(gap.ofCost)} of the money.
    </p>
  );
};

export const keyOf = ({ key }: ModelRow) => ({
  provider: key['provider'] ?? null,
  model: key['model'] ?? null,
});

const PER_MILLION = 1_000_000;

/** The figures of all models together, by the rules of a single row. */
const totalLine = ({ totals, previousTotals }: Models): ModelLine => {
  const { cost, calls, tokens } = totals;
  const sent = tokens.input + tokens.cacheRead + tokens.cacheWrite;
  const priced = cost.unpricedCalls === 0;
  return {
    ...totals,
    key: {},
    start: null,
    previous: previousTotals,
    shareOfCost: null,
    shareOfTokens: null,
    outputPerInput: sent === 0 ? null : tokens.output / sent,
    costPerCallNanoUsd: priced && calls > 0 ? Math.round(cost.listNanoUsd / calls) : null,
    usdPerMillionNanoUsd:
      priced && tokens.total > 0 ? Math.round((cost.listNanoUsd / tokens.total) * PER_MILLION) : null,
    cacheHitRate: sent === 0 ? null : tokens.cacheRead / sent,
    price: null,
    priced: 'priced',
    isTotal: true,
  };
};
