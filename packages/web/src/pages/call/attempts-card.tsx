import type { GetAnswer } from '@meterline/api/client';
import { Link } from 'wouter';
import { useAnswer } from '../../data/use-answer.ts';
import { plural } from '../../format/count.ts';
import { exactMoment, secondText, spanText } from '../../format/time.ts';
import { AnswerOf } from '../../parts/answer.tsx';
import { CallCost } from '../../parts/call-cost.tsx';
import { CallStatus } from '../../parts/call-status.tsx';
import type { CallAnswer } from '../../parts/call-sum.ts';
import { Card } from '../../parts/card.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { callAddress } from '../../shell/pages.ts';
import { useView } from '../../state/use-view.ts';

type Attempts = GetAnswer<'/calls/{call}/attempts'>;
type Attempt = Attempts['attempts'][number];

/** Other calls that asked the same: what a retry cost is seen beside what it repeats. */
export const AttemptsCard = ({
  call,
  zone,
}: {
  readonly call: CallAnswer['call'];
  readonly zone: string;
}) => {
  const result = useAnswer('/calls/{call}/attempts', {}, { params: { call: call.id } });
  return (
    <Card
      title="Attempts"
      note={call.attempt === null ? 'with the same prompt' : `its client calls it attempt ${call.attempt}`}
    >
      <AnswerOf result={result} lines={2}>
        {(found) => <Found found={found} call={call} zone={zone} />}
      </AnswerOf>
    </Card>
  );
};

const Found = ({
  found,
  call,
  zone,
}: {
  readonly found: Attempts;
  readonly call: CallAnswer['call'];
  readonly zone: string;
}) => {
  const { recognised, attempts, complete, from, to } = found;
  if (!recognised)
    return (
      <p className="muted small">
        Whether it was tried again is not known: this call came by a road that sees no prompt. The gateway
        keeps a keyed fingerprint of each, by which it knows them again.
      </p>
    );
  const within = spanText((to - from) / 2);
  return (
    <div className="call-attempts">
      {attempts.length === 1 ? (
        <p>No other call asked the same within {within} before or after it.</p>
      ) : (
        <DataTable
          label="Attempts"
          columns={columnsOf(call, zone)}
          rows={attempts}
          keyOf={({ id }) => id}
          chosen={({ id }) => id === call.id}
        />
      )}
      {attempts.length > 1 && (
        <p className="muted small">
          {plural(attempts.length, 'call')} with the same prompt within {within} before and after it. Each
          that used tokens is billed by itself.
        </p>
      )}
      {!complete && (
        <p className="muted small">There are so many calls around it that not all were looked at.</p>
      )}
    </div>
  );
};

const columnsOf = (call: CallAnswer['call'], zone: string): readonly Column<Attempt>[] => [
  {
    id: 'time',
    head: 'Time',
    title: `Times of ${zone}`,
    cell: (attempt) => <Time attempt={attempt} isIt={attempt.id === call.id} zone={zone} />,
  },
  { id: 'model', head: 'Model', cell: ({ model }) => model },
  {
    id: 'status',
    head: 'Status',
    cell: (call) => <CallStatus call={call} />,
  },
  {
    id: 'took',
    head: 'Took',
    number: true,
    wide: true,
    cell: ({ latencyMs }) => (latencyMs === null ? '–' : spanText(latencyMs)),
  },
  { id: 'cost', head: 'Cost', number: true, cell: ({ cost }) => <CallCost cost={cost} /> },
];

const Time = ({
  attempt: { id, startedAt },
  isIt,
  zone,
}: {
  readonly attempt: Attempt;
  readonly isIt: boolean;
  readonly zone: string;
}) => {
  const { link } = useView();
  const title = `${exactMoment(startedAt, zone)} ${zone}`;
  if (isIt) return <strong title={title}>{secondText(startedAt, zone)}, this call</strong>;
  return (
    <Link href={link(callAddress(id))} title={title}>
      {secondText(startedAt, zone)}
    </Link>
  );
};
