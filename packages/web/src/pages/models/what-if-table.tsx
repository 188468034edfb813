import { useMoney } from '../../data/use-money.ts';
import { Count } from '../../parts/count.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Cost, Money } from '../../parts/money.tsx';
import { modelKeyText } from './model-key.ts';
import type { WhatIfAnswer } from './what-if.tsx';
import { differenceText } from './what-if-difference.ts';

type Line = WhatIfAnswer['rows'][number] & { readonly isTotal?: true };

const COLUMNS: readonly Column<Line>[] = [
  {
    id: 'model',
    head: 'Model that was used',
    cell: ({ key, isTotal }) => (isTotal ? 'Together' : (key.model ?? '(none)')),
  },
  { id: 'calls', head: 'Calls', number: true, wide: true, cell: ({ calls }) => <Count value={calls} /> },
  { id: 'tokens', head: 'Tokens', number: true, wide: true, cell: ({ tokens }) => <Count value={tokens} /> },
  {
    id: 'was',
    head: 'It cost',
    number: true,
    cell: ({ listNanoUsd, unpricedCalls, calls }) => (
      <Cost cost={{ listNanoUsd, unpricedCalls }} calls={calls} />
    ),
  },
  {
    id: 'whatIf',
    head: 'Would be',
    number: true,
    cell: ({ whatIfNanoUsd }) => <Money nanoUsd={whatIfNanoUsd} />,
  },
  { id: 'difference', head: 'Difference', number: true, cell: (line) => <Difference line={line} /> },
];

/** Model by model; a row without a price on either side has no difference. */
export const WhatIfTable = ({ answer }: { readonly answer: WhatIfAnswer }) => (
  <DataTable<Line>
    label={`The same tokens on ${answer.target.model}`}
    columns={COLUMNS}
    rows={answer.rows}
    keyOf={({ key }) => modelKeyText(key)}
    total={answer.rows.length > 1 ? totalOf(answer) : undefined}
  />
);

/** Only of the rows that have a price on both sides, so that the two amounts compare. */
const totalOf = ({ rows, totals }: WhatIfAnswer): Line => ({
  key: { provider: null, model: null },
  calls: rows.reduce((sum, { calls }) => sum + calls, 0),
  tokens: rows.reduce((sum, { tokens }) => sum + tokens, 0),
  ...totals,
  // The comparison left those out on both sides, and the notes say so.
  unpricedCalls: 0,
  isTotal: true,
});

const Difference = ({ line }: { readonly line: Line }) => {
  const money = useMoney();
  const { listNanoUsd, whatIfNanoUsd, unpricedCalls } = line;
  if (whatIfNanoUsd === null || unpricedCalls > 0) return <span className="muted">–</span>;
  const difference = whatIfNanoUsd - listNanoUsd;
  if (difference === 0) return <span className="muted">none</span>;
  return (
    <span className={difference < 0 ? 'what-if-less' : 'what-if-more'}>
      {difference > 0 ? '+' : ''}
      {money(difference)} <span className="muted">({differenceText(listNanoUsd, whatIfNanoUsd)})</span>
    </span>
  );
};
