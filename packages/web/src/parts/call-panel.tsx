import { Link } from 'wouter';
import { useAnswer } from '../data/use-answer.ts';
import { useStatus } from '../data/use-status.ts';
import { callAddress } from '../shell/pages.ts';
import { useView } from '../state/use-view.ts';
import { AnswerOf } from './answer.tsx';
import { useCallAddress } from './call-address.ts';
import { Arithmetic } from './call-arithmetic.tsx';
import { CallFacts } from './call-facts.tsx';
import { CallMoney } from './call-money.tsx';
import { CallPrice } from './call-price.tsx';
import type { CallAnswer } from './call-sum.ts';
import { CallTokens } from './call-tokens.tsx';
import { CopyCommand } from './copy-command.tsx';
import { Dialog } from './dialog.tsx';
import './call-panel.css';

/** Why a call cost what it did, in a panel over the page; opened by `?call=` in the address. */
export const CallPanel = ({ call }: { readonly call: string }) => {
  const { close } = useCallAddress();
  const zone = useStatus().data?.zone;
  const result = useAnswer('/calls/{call}', {}, { params: { call }, still: true });
  return (
    <Dialog title="Why this number?" place="side" onClose={close}>
      <AnswerOf result={result} lines={8} height={28}>
        {(answer) => <Explained answer={answer} zone={zone ?? 'UTC'} />}
      </AnswerOf>
    </Dialog>
  );
};

const Explained = ({ answer, zone }: { readonly answer: CallAnswer; readonly zone: string }) => (
  <div className="call">
    <CallMoney answer={answer} />
    <Arithmetic answer={answer} />
    <CallTokens answer={answer} />
    <CallPrice answer={answer} />
    <CallFacts call={answer.call} zone={zone} />
    <CallActions id={answer.call.id} />
  </div>
);

const CallActions = ({ id }: { readonly id: string }) => {
  const { link } = useView();
  return (
    <p className="call-actions">
      <Link href={link(callAddress(id))}>Its own page: timing, attempts, what is not known</Link>
      <CopyCommand command={`meterline explain ${id}`} />
    </p>
  );
};
