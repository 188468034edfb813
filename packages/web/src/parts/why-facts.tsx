import { Link } from 'wouter';
import { exactCount, plural } from '../format/count.ts';
import { daysText, type NotedRange } from '../format/days.ts';
import { exactUsd } from '../format/money.ts';
import type { CostFacts } from './money.tsx';

export interface SummedUp {
  /** What was summed: core's `UsageTotals`, or some of it. */
  readonly usage: {
    readonly calls: number;
    readonly cost: CostFacts & { readonly billedNanoUsd?: number; readonly reportedNanoUsd?: number };
  };
  /** Whose calls: `this session`, `gpt-5.5`. */
  readonly what: string;
  readonly zone: string;
  /** Of which days; without it the calls of all time. */
  readonly range?: NotedRange;
  /** Where these calls stand. */
  readonly link?: { readonly href: string; readonly text: string };
}

/** What a sum of costs is the sum of, and what is missing in it. */
export const SumFacts = ({ usage, what, zone, range, link }: SummedUp) => {
  const { listNanoUsd, unpricedCalls, billedNanoUsd, reportedNanoUsd } = usage.cost;
  const priced = usage.calls - unpricedCalls;
  return (
    <div className="why-sum">
      <p>
        <strong>The sum of {plural(priced, 'call')}</strong> of {what} at API list price, each fixed when the
        call was recorded.
      </p>
      {unpricedCalls > 0 && (
        <p className="why-missing">
          {unpricedCalls === 1 ? 'One call has' : `${exactCount(unpricedCalls)} calls have`} no known price
          and
          {unpricedCalls === 1 ? ' adds' : ' add'} nothing: the true sum is higher.
        </p>
      )}
      <dl className="why-amounts">
        <Amount name="At list price" nanoUsd={listNanoUsd} />
        {billedNanoUsd !== undefined && <Amount name="Billed" nanoUsd={billedNanoUsd} />}
        {reportedNanoUsd !== undefined && reportedNanoUsd > 0 && (
          <Amount name="Reported by the senders" nanoUsd={reportedNanoUsd} />
        )}
      </dl>
      {billedNanoUsd === 0 && listNanoUsd > 0 && (
        <p className="muted">Billed is what leaves your account: a plan covers these calls.</p>
      )}
      <p className="muted">
        {range === undefined ? 'All of its calls' : daysText(range, zone)}; days are those of {zone}.
      </p>
      {link !== undefined && <Link href={link.href}>{link.text}</Link>}
    </div>
  );
};

const Amount = ({ name, nanoUsd }: { readonly name: string; readonly nanoUsd: number }) => (
  <div>
    <dt>{name}</dt>
    <dd className="mono">{exactUsd(nanoUsd)}</dd>
  </div>
);
