import type { ReactNode } from 'react';
import { useMoney } from '../../data/use-money.ts';
import { compactCount, exactCount, percentText, plural } from '../../format/count.ts';
import { classNames } from '../../parts/class-names.ts';
import { Delta } from '../../parts/delta.tsx';
import { type CacheAnswer, oneHourGain, sentTokens } from './cache-figures.ts';
import { NetMoney } from './net-money.tsx';

/** The four figures that say whether caching works. */
export const CacheFigures = ({
  answer,
  stale,
}: {
  readonly answer: CacheAnswer;
  readonly stale: boolean;
}) => (
  <dl className={classNames('cache-figures', stale && 'is-stale')} aria-busy={stale}>
    <HitRate answer={answer} />
    <NetSaved answer={answer} />
    <Lapses answer={answer} />
    <OneHour answer={answer} />
  </dl>
);

const Figure = ({
  name,
  figure,
  change,
  children,
}: {
  readonly name: string;
  readonly figure: ReactNode;
  readonly change?: ReactNode;
  readonly children: ReactNode;
}) => (
  <div className="cache-figure">
    <dt>{name}</dt>
    <dd className="cache-figure-value">{figure}</dd>
    {change !== undefined && <dd>{change}</dd>}
    <dd className="about">{children}</dd>
  </div>
);

const HitRate = ({ answer: { totals, previous } }: { readonly answer: CacheAnswer }) => {
  const { tokens } = totals.usage;
  return (
    <Figure
      name="Cache hit rate"
      figure={percentText(totals.hitRate)}
      {...(previous?.hitRate != null && totals.hitRate !== null
        ? {
            change: (
              <Delta
                now={totals.hitRate}
                before={previous.hitRate}
                more="good"
                points
                beforeText={percentText(previous.hitRate)}
              />
            ),
          }
        : {})}
    >
      {compactCount(tokens.cacheRead)} of {compactCount(sentTokens(tokens))} tokens sent were read from a
      cache
    </Figure>
  );
};

const NetSaved = ({ answer: { totals, previous } }: { readonly answer: CacheAnswer }) => {
  const money = useMoney();
  const before = previous?.netSavedNanoUsd ?? null;
  const net = totals.netSavedNanoUsd;
  return (
    <Figure
      name="Saved, net of writing"
      figure={<NetMoney nanoUsd={net} />}
      {...(before !== null && before !== 0 && net !== null
        ? { change: <Delta now={net} before={before} more="good" beforeText={money(before)} /> }
        : {})}
    >
      {net !== null && net < 0
        ? 'caching cost more than it saved'
        : 'against sending everything uncached, at list price'}
    </Figure>
  );
};

const Lapses = ({ answer: { totals, previous } }: { readonly answer: CacheAnswer }) => {
  const money = useMoney();
  return (
    <Figure
      name="Expired and written again"
      figure={exactCount(totals.lapses)}
      {...(previous === null || previous.lapses === 0
        ? {}
        : {
            change: (
              <Delta
                now={totals.lapses}
                before={previous.lapses}
                more="bad"
                beforeText={plural(previous.lapses, 'time')}
              />
            ),
          })}
    >
      {totals.lapses === 0
        ? 'no gap was longer than the cache lived'
        : `${compactCount(totals.lapsedTokens)} tokens${totals.lapsedNanoUsd === null ? '' : `, ${money(totals.lapsedNanoUsd)}`}; ${exactCount(totals.lapsesWithinHour)} within the hour`}
    </Figure>
  );
};

const OneHour = ({ answer: { oneHour } }: { readonly answer: CacheAnswer }) => {
  const money = useMoney();
  const gain = oneHourGain(oneHour);
  return (
    <Figure name="A cache of one hour would save" figure={gain === 0 ? 'nothing' : money(gain)}>
      {gain === 0
        ? 'the 5-minute cache is the cheaper one everywhere'
        : `where it pays: ${plural(oneHour.length, 'model and project', 'models and projects')} below`}
    </Figure>
  );
};
