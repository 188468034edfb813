import type { GetAnswer } from '@meterline/api/client';
import { exactCount } from '../../format/count.ts';
import { exactMoment } from '../../format/time.ts';
import { Card } from '../../parts/card.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';

type Quota = GetAnswer<'/calls/{call}'>['call']['quotas'][number];

/** What the call's answer said is left of the provider's limits; nothing where it said nothing. */
export const QuotaCard = ({ quotas, zone }: { readonly quotas: readonly Quota[]; readonly zone: string }) =>
  quotas.length === 0 ? null : (
    <Card title="Limits of the provider" note="as the answer to this call said">
      <DataTable
        label="Limits of the provider"
        columns={columnsOf(zone)}
        rows={quotas}
        keyOf={({ kind }) => kind}
      />
    </Card>
  );

const numberOf = (value: number | null) => (value === null ? '–' : exactCount(value));

const columnsOf = (zone: string): readonly Column<Quota>[] => [
  { id: 'kind', head: 'Limit', cell: ({ kind }) => kind },
  { id: 'remaining', head: 'Left', number: true, cell: ({ remaining }) => numberOf(remaining) },
  { id: 'limit', head: 'Of', number: true, cell: ({ limit }) => numberOf(limit) },
  {
    id: 'reset',
    head: 'Whole again',
    wide: true,
    cell: ({ resetAt }) => (resetAt === null ? '–' : exactMoment(resetAt, zone)),
  },
];
