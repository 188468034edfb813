import type { ApiError } from '@meterline/api/client';
import { Link } from 'wouter';
import { useAnswer } from '../../data/use-answer.ts';
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
import { AllLink, OnePage } from '../../parts/one-page.tsx';
import { Empty } from '../../parts/panel.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { callAddress } from '../../shell/pages.ts';
import { usePathId } from '../../state/use-path-id.ts';
import { useView } from '../../state/use-view.ts';
import { AttemptsCard } from './attempts-card.tsx';
import { QuotaCard } from './quota-card.tsx';
import { RoadsCard } from './roads-card.tsx';
import { TimingCard } from './timing-card.tsx';
import { UnknownsCard } from './unknowns-card.tsx';
import '../../parts/call-panel.css';
import './call.css';

/** One call: what it cost and why, how it went, how it is known, and what is not. */
export const CallPage = () => {
  const id = usePathId('call');
  const result = useAnswer('/calls/{call}', {}, { params: { call: id } });
  return (
    <OnePage
      one="call"
      id={id}
      result={result}
      absent="It may be of another machine, or not be read yet. Calls that retention dropped are kept in sums only."
      which={({ problem }) => <WhichCall {...problem} />}
    >
      {(answer, zone) => <OneCall answer={answer} zone={zone} />}
    </OnePage>
  );
};

const OneCall = ({ answer, zone }: { readonly answer: CallAnswer; readonly zone: string }) => {
  const { call } = answer;
  return (
    <>
      <PageHead
        title={call.model}
        note={`Call ${shortId(call.id)}, ${exactMoment(call.startedAt, zone)} ${zone}`}
        actions={
          <>
            <CopyCommand command={`meterline explain ${call.id}`} />
            <AllLink of="call" />
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

/** An id that is of no call, or the beginning of several. */
const WhichCall = ({ detail, hint = '' }: ApiError['problem']) => {
  const { link } = useView();
  return (
    <Empty title="This is no whole id of a call.">
      <p>{detail}</p>
      <ul className="choice">
        {hint
          .split(', ')
          .filter((id) => /^[0-9a-f]{16}$/.test(id))
          .map((id) => (
            <li key={id}>
              <Link href={link(callAddress(id))} className="mono">
                {id}
              </Link>
            </li>
          ))}
      </ul>
      <p>
        <AllLink of="call" />
      </p>
    </Empty>
  );
};
