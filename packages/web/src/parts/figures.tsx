import type { UsageTotals } from '@meterline/core';
import type { ReactNode } from 'react';
import { Cost, Money } from './money.tsx';
import { WhySum } from './why.tsx';
import './figures.css';

/** What one thing came to, at a glance. */
export const Figures = ({ children }: { readonly children: ReactNode }) => (
  <dl className="figures">{children}</dl>
);

export const Figure = ({
  name,
  note,
  children,
}: {
  readonly name: string;
  readonly note: ReactNode;
  readonly children: ReactNode;
}) => (
  <div className="figure">
    <dt>{name}</dt>
    <dd className="figure-value">{children}</dd>
    <dd className="figure-note">{note}</dd>
  </div>
);

/** The list price, and what was billed where that is something else. `what`: of what, as in `this task`. */
export const CostFigures = ({
  usage,
  what,
  zone,
}: {
  readonly usage: UsageTotals;
  readonly what: string;
  readonly zone: string;
}) => {
  const { cost, calls } = usage;
  return (
    <>
      <Figure name="Cost" note="at API list price">
        <WhySum usage={usage} what={what} zone={zone}>
          <Cost cost={cost} calls={calls} />
        </WhySum>
      </Figure>
      {cost.billedNanoUsd !== cost.listNanoUsd && (
        <Figure
          name="Billed"
          note={cost.billedNanoUsd === 0 ? 'covered by a plan' : 'what leaves the account'}
        >
          <Money nanoUsd={cost.billedNanoUsd} />
        </Figure>
      )}
    </>
  );
};
