import type { ReactNode } from 'react';
import { useMoney } from '../../data/use-money.ts';
import { Card } from '../../parts/card.tsx';
import { Money } from '../../parts/money.tsx';
import { type CacheAnswer, savingBars, savingsOf } from './cache-figures.ts';
import { NetMoney } from './net-money.tsx';

/** How the saving comes about: gross, what writing cost more, and what is left, each in a sentence. */
export const SavingsCard = ({ answer, stale }: { readonly answer: CacheAnswer; readonly stale: boolean }) => {
  const savings = savingsOf(answer.totals);
  const bars = savingBars(savings);
  return (
    <Card
      title="What caching saved"
      note="at API list price"
      stale={stale}
      {...(answer.estimated
        ? {
            footer:
              'Some calls were priced by a context tier, a batch or a region: what expired is valued at base rates.',
          }
        : {})}
    >
      <div className="saving">
        <Line
          name="Saved by reading"
          amount={<Money nanoUsd={savings.grossNanoUsd} />}
          bar={{ share: bars.gross, colour: 'var(--good)' }}
        >
          What the tokens read from a cache would have cost as fresh input, less what they cost.
        </Line>
        <Line
          name="Paid for writing"
          amount={
            <>
              − <Money nanoUsd={savings.premiumNanoUsd} />
            </>
          }
          bar={{ share: bars.premium, colour: 'var(--warn)' }}
        >
          What writing to a cache cost above plain input. Some providers ask nothing for it.
        </Line>
        <Line name="Saved, net" net amount={<NetMoney nanoUsd={savings.netNanoUsd} />}>
          <Verdict net={savings.netNanoUsd} />
        </Line>
      </div>
    </Card>
  );
};

const Line = ({
  name,
  amount,
  bar,
  net = false,
  children,
}: {
  readonly name: string;
  readonly amount: ReactNode;
  readonly bar?: { readonly share: number; readonly colour: string };
  readonly net?: boolean;
  readonly children: ReactNode;
}) => (
  <div className={net ? 'saving-line saving-net' : 'saving-line'}>
    <span className="saving-name">{name}</span>
    <span className="saving-amount">{amount}</span>
    <span className="saving-about">
      {children}
      {bar !== undefined && (
        <span
          className="saving-bar"
          style={{ width: `${bar.share * 100}%`, background: bar.colour }}
          aria-hidden="true"
        />
      )}
    </span>
  </div>
);

const Verdict = ({ net }: { readonly net: number | null }) => {
  const money = useMoney();
  if (net === null) return <>Not known: the models have no price.</>;
  if (net < 0)
    return (
      <strong className="net-bad">
        Caching cost {money(-net)} more than it saved: prompts were written to a cache and hardly read from
        it.
      </strong>
    );
  return net === 0 ? (
    <>No cache was used, or it paid for itself exactly.</>
  ) : (
    <>What the same calls would have cost more without any cache.</>
  );
};
