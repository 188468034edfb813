import { formatUsdExact } from '@meterline/core';
import { exactUsd } from '../format/money.ts';
import { CallCost } from './call-cost.tsx';
import { Facts } from './call-section.tsx';
import type { CallAnswer } from './call-sum.ts';

/** The three amounts, kept apart, and what is to be known about them. */
export const CallMoney = ({ answer }: { readonly answer: CallAnswer }) => {
  const { call, explanation } = answer;
  const { recorded } = explanation;
  const inPlan = recorded.billedNanoUsd === 0 && (recorded.listNanoUsd ?? 0) > 0;
  return (
    <div className="call-money">
      <p className="call-figure">
        <CallCost cost={call.cost} />
        <span className="muted">{titleOf(call.cost.status)}</span>
      </p>
      <Facts
        facts={{
          'At list price': recorded.listNanoUsd === null ? 'not known' : exactUsd(recorded.listNanoUsd),
          Billed: inPlan
            ? '$0: a plan covers it'
            : recorded.billedNanoUsd === null
              ? 'not known'
              : exactUsd(recorded.billedNanoUsd),
          Reported:
            recorded.reportedNanoUsd === null
              ? 'nothing by the sender'
              : `${exactUsd(recorded.reportedNanoUsd)} by the sender`,
        }}
      />
      <PriceNow answer={answer} />
      {recorded.notes.map((note) => (
        <p key={note} className="call-note">
          {note}
        </p>
      ))}
    </div>
  );
};

const titleOf = (status: CallAnswer['call']['cost']['status']): string =>
  ({
    priced: 'at API list price, fixed when the call was recorded',
    zero: 'known to cost nothing',
    unpriced: 'no price was known when the call was recorded',
  })[status];

/** What the ledger holds was made with another price than the one known now; both are true, each at its time. */
const PriceNow = ({ answer: { explanation } }: { readonly answer: CallAnswer }) => {
  const { listNanoUsd } = explanation.recorded;
  const then = listNanoUsd === null ? null : formatUsdExact(listNanoUsd);
  if (then === explanation.listUsd) return null;
  return (
    <p className="call-note">
      {then === null
        ? `A price is known by now: it would cost $${explanation.listUsd}.`
        : explanation.listUsd === null
          ? 'The price it was recorded with is no longer in the book.'
          : `With the prices known now it would cost $${explanation.listUsd}; $${then} was recorded.`}{' '}
      What is recorded stays until <code>meterline reprice</code>.
    </p>
  );
};
