import type { ApiError } from '@meterline/api/client';
import { Link, useParams } from 'wouter';
import { useAnswer } from '../../data/use-answer.ts';
import { useStatus } from '../../data/use-status.ts';
import { shortId } from '../../format/name.ts';
import { exactMoment } from '../../format/time.ts';
import { Arithmetic } from '../../parts/call-arithmetic.tsx';
import { CallFacts } from '../../parts/call-facts.tsx';
import { CallMoney } from '../../parts/call-money.tsx';
import { CallPrice } from '../../parts/call-price.tsx';
import type { CallAnswer } from '../../parts/call-sum.ts';
import { CallTokens } from '../../parts/call-tokens.tsx';
import { Card } from '../../parts/card.tsx';
import { CopyCommand } from '../../parts/copy-command.tsx';
import { Empty, Problem, Skeleton } from '../../parts/panel.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { useView } from '../../state/use-view.ts';
import { AttemptsCard } from './attempts-card.tsx';
import { QuotaCard } from './quota-card.tsx';
import { RoadsCard } from './roads-card.tsx';
import { TimingCard } from './timing-card.tsx';
import { UnknownsCard } from './unknowns-card.tsx';
import '../../parts/call-panel.css';
import '../calls/calls.css';
import './call.css';

/** One call: what it cost and why, how it went, how it is known, and what is not. */
export const CallPage = () => {
  const { call = '' } = useParams<{ call: string }>();
  const id = decoded(call);
  const result = useAnswer('/calls/{call}', {}, { params: { call: id } });
  const zone = useStatus().data?.zone;
  if (result.data === undefined && result.error !== null)
    return <WhichCall call={id} error={result.error} onRetry={() => void result.refetch()} />;
  if (result.data === undefined || zone === undefined || result.isPlaceholderData)
    return (
      <>
        <PageHead title="Call" note={shortId(id)} />
        <Skeleton lines={6} height={48} />
      </>
    );
  return <OneCall answer={result.data} zone={zone} />;
};

/** What cannot be decoded is looked for as it stands. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const OneCall = ({ answer, zone }: { readonly answer: CallAnswer; readonly zone: string }) => {
  const { call } = answer;
  const { link } = useView();
  return (
    <>
      <PageHead
        title={call.model}
        note={`Call ${shortId(call.id)}, ${exactMoment(call.startedAt, zone)} ${zone}`}
        actions={
          <>
            <CopyCommand command={`meterline explain ${call.id}`} />
            <Link href={link('/calls')}>All calls</Link>
          </>
        }
      />
      <div className="columns-2 call-columns">
        <Card title="What it cost" className="call-card">
          <CallMoney answer={answer} />
          <Arithmetic answer={answer} />
          <CallPrice answer={answer} />
        </Card>
        <div className="stack call-side">
          <Card title="What it used" className="call-card">
            <CallTokens answer={answer} />
          </Card>
          <TimingCard call={call} />
          <AttemptsCard call={call} zone={zone} />
        </div>
        <Card title="Whose it was, and how it ended" className="call-card">
          <CallFacts call={call} zone={zone} />
        </Card>
        <div className="stack call-side">
          <UnknownsCard answer={answer} />
          <RoadsCard call={call} />
          <QuotaCard quotas={call.quotas} zone={zone} />
        </div>
      </div>
    </>
  );
};

/** An id that is of no call, or of several. */
const WhichCall = ({
  call,
  error,
  onRetry,
}: {
  readonly call: string;
  readonly error: ApiError;
  readonly onRetry: () => void;
}) => {
  const { link } = useView();
  const { status, detail, hint } = error.problem;
  if (status === 404)
    return (
      <>
        <PageHead title="No such call" />
        <Empty title="The ledger has no call of this id.">
          <p className="mono call-id">{call}</p>
          <p>
            It may be of another machine, or not be read yet. Calls that retention dropped are kept in sums
            only.
          </p>
          <p>
            <Link href={link('/calls')}>All calls</Link>
          </p>
        </Empty>
      </>
    );
  if (status === 400)
    return (
      <>
        <PageHead title="Which call?" />
        <Empty title="This is no whole id of a call.">
          <p>{detail}</p>
          <ul className="call-choice">
            {(hint ?? '').split(', ').flatMap((id) =>
              /^[0-9a-f]{16}$/.test(id)
                ? [
                    <li key={id}>
                      <Link href={link(`/calls/${id}`)} className="mono">
                        {id}
                      </Link>
                    </li>,
                  ]
                : [],
            )}
          </ul>
          <p>
            <Link href={link('/calls')}>All calls</Link>
          </p>
        </Empty>
      </>
    );
  return (
    <>
      <PageHead title="Call" />
      <Problem error={error} onRetry={onRetry} />
    </>
  );
};
