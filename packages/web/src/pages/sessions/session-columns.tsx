import { cacheHitRate } from '@meterline/core';
import { useMemo } from 'react';
import { useColours } from '../../data/use-colours.ts';
import { percentText } from '../../format/count.ts';
import { spanText } from '../../format/time.ts';
import { Count } from '../../parts/count.tsx';
import { Cost } from '../../parts/money.tsx';
import { Value } from '../../parts/value.tsx';
import type { GridColumn } from '../../parts/virtual-grid.tsx';
import { WhySum } from '../../parts/why.tsx';
import { Models, SessionName, Times } from './session-cells.tsx';
import type { SessionRow } from './session-key.ts';

/** Columns of the list. On a phone the style sheet lays the same cells out on two lines. */
export const useSessionColumns = (
  zone: string,
  addressOf: (row: SessionRow) => string,
): readonly GridColumn<SessionRow>[] => {
  const colourOf = useColours('model');
  return useMemo(() => columnsOf(zone, addressOf, colourOf), [zone, addressOf, colourOf]);
};

const columnsOf = (
  zone: string,
  addressOf: (row: SessionRow) => string,
  colourOf: (model: string) => string,
): readonly GridColumn<SessionRow>[] => [
  { id: 'name', head: 'Session', cell: (row) => <SessionName row={row} address={addressOf(row)} /> },
  { id: 'app', head: 'App', cell: (row) => <Value dimension="app" value={row.app} /> },
  { id: 'models', head: 'Models', cell: (row) => <Models models={row.models} colourOf={colourOf} /> },
  {
    id: 'last',
    head: 'Last, first call',
    title: `Days and times of ${zone}`,
    sort: 'newest',
    cell: (row) => <Times row={row} zone={zone} />,
  },
  {
    id: 'duration',
    head: 'Duration',
    number: true,
    sort: 'longest',
    cell: (row) => spanText(row.lastAt - row.firstAt),
  },
  { id: 'calls', head: 'Calls', number: true, sort: 'calls', cell: (row) => <Count value={row.calls} /> },
  {
    id: 'tokens',
    head: 'Tokens',
    number: true,
    sort: 'tokens',
    cell: (row) => <Count value={row.tokens.total} />,
  },
  {
    id: 'cache',
    head: 'From cache',
    title: 'Share of the input that was read from a cache; sorted by the tokens that were not',
    number: true,
    sort: 'cacheWaste',
    cell: (row) => percentText(cacheHitRate(row.tokens)),
  },
  {
    id: 'cost',
    head: 'Cost',
    title: 'At API list price, of the whole session',
    number: true,
    sort: 'cost',
    cell: (row) => (
      <WhySum usage={row} what="this session" zone={zone} link={{ href: addressOf(row), text: 'Its calls' }}>
        <Cost cost={row.cost} calls={row.calls} />
      </WhySum>
    ),
  },
];
