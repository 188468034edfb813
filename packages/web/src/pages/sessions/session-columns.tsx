import { cacheHitRate } from '@meterline/core';
import { percentText } from '../../format/count.ts';
import { spanText } from '../../format/time.ts';
import { Count } from '../../parts/count.tsx';
import { Names, Times } from '../../parts/list-page/list-cells.tsx';
import type { ListWorld } from '../../parts/list-page.tsx';
import { Cost } from '../../parts/money.tsx';
import { Value } from '../../parts/value.tsx';
import type { GridColumn } from '../../parts/virtual-grid.tsx';
import { WhySum } from '../../parts/why.tsx';
import { SessionName } from './session-name.tsx';
import type { SessionRow } from './sessions-page.tsx';

export const sessionColumns = ({
  zone,
  addressOf,
  colourOf,
}: ListWorld<SessionRow>): readonly GridColumn<SessionRow>[] => [
  { id: 'name', head: 'Session', cell: (row) => <SessionName row={row} address={addressOf(row)} /> },
  { id: 'app', head: 'App', cell: (row) => <Value dimension="app" value={row.app} /> },
  {
    id: 'models',
    head: 'Models',
    cell: (row) => <Names dimension="model" names={row.models} colourOf={colourOf} />,
  },
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
