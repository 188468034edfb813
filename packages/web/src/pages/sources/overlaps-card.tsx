import type { GetAnswer } from '@meterline/api/client';
import { useAnswer } from '../../data/use-answer.ts';
import { plural } from '../../format/count.ts';
import { shortDay } from '../../format/time.ts';
import { isStale } from '../../parts/answer.tsx';
import { Card } from '../../parts/card.tsx';
import { Money } from '../../parts/money.tsx';
import { TableActions } from '../../parts/table-actions.tsx';

type Overlap = GetAnswer<'/overlaps'>['rows'][number];

/** Calls that may be counted twice, since two roads tell of them and nothing proves that they are the same. */
export const OverlapsCard = () => {
  const answer = useAnswer('/overlaps', {});
  const { data } = answer;
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <Card
      title="Perhaps counted twice"
      note="alike by two roads, without an id in common"
      stale={isStale(answer)}
      actions={<TableActions command="meterline doctor" />}
    >
      <ul className="unpriced">
        {data.rows.map((row) => (
          <OverlapItem key={row.tellers.join('\n')} row={row} zone={data.zone} />
        ))}
      </ul>
    </Card>
  );
};

const OverlapItem = ({ row, zone }: { readonly row: Overlap; readonly zone: string }) => (
  <li>
    <p className="unpriced-model">
      <strong>{row.tellers.join(' and ')}</strong>
      <span className="unpriced-size">
        {plural(row.calls, 'call')} · <Money nanoUsd={row.listNanoUsd} /> · since{' '}
        {shortDay(row.firstAt, zone)}
      </span>
    </p>
    <p className="muted">
      If they are the same calls, keep one road
      {row.log !== null && (
        <>
          : <code>meterline disconnect {row.log}</code>
        </>
      )}
    </p>
  </li>
);
