import type { GetAnswer } from '@meterline/api/client';
import { useAnswer } from '../../data/use-answer.ts';
import { exactCount } from '../../format/count.ts';
import { momentText } from '../../format/time.ts';
import { Card } from '../../parts/card.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';

type Quota = GetAnswer<'/quotas'>['rows'][number];

/** What the provider said last is left of its limits. Kept once for each provider, not for each call. */
export const QuotaCard = ({ provider }: { readonly provider: string }) => {
  const { data } = useAnswer('/quotas', {});
  const rows = (data?.rows ?? []).filter((row) => row.provider === provider);
  if (data === undefined || rows.length === 0) return null;
  const at = Math.max(...rows.map((row) => row.at));
  return (
    <Card title="Limits of the provider" note={`as it said last, ${momentText(at, data.zone)}`}>
      <DataTable
        label="Limits of the provider"
        columns={columnsOf(data.zone)}
        rows={rows}
        keyOf={({ quota }) => quota}
      />
    </Card>
  );
};

const numberOf = (value: number | null) => (value === null ? '–' : exactCount(value));

const columnsOf = (zone: string): readonly Column<Quota>[] => [
  { id: 'quota', head: 'Limit', cell: ({ quota }) => quota },
  { id: 'remaining', head: 'Left', number: true, cell: ({ remaining }) => numberOf(remaining) },
  { id: 'limit', head: 'Of', number: true, cell: ({ limit }) => numberOf(limit) },
  {
    id: 'reset',
    head: 'Whole again',
    wide: true,
    cell: ({ resetAt }) => (resetAt === null ? '–' : momentText(resetAt, zone)),
  },
];
