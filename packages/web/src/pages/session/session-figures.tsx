import { cacheHitRate } from '@meterline/core';
import type { ReactNode } from 'react';
import { useMoney } from '../../data/use-money.ts';
import { compactCount, exactCount, percentText } from '../../format/count.ts';
import { exactMoment, momentText, spanText } from '../../format/time.ts';
import { CostFigures, Figure, Figures } from '../../parts/figures.tsx';
import type { Session } from './turn.ts';

/** What the session came to, at a glance. */
export const SessionFigures = ({ detail, zone }: { readonly detail: Session; readonly zone: string }) => {
  const { session, lapses } = detail;
  const money = useMoney();
  const { cost, tokens, calls, errorCalls } = session;
  const saved = cost.cacheSavedNanoUsd - cost.cachePremiumNanoUsd;
  return (
    <Figures>
      <CostFigures usage={session} what="this session" zone={zone} />
      <Figure name="Tokens" note={tokensText(tokens)}>
        <span title={exactCount(tokens.total)}>{compactCount(tokens.total)}</span>
      </Figure>
      <Figure name="Calls" note={errorCalls === 0 ? 'all well' : `${exactCount(errorCalls)} failed`}>
        {exactCount(calls)}
      </Figure>
      <Figure
        name="Duration"
        note={<span title={exactMoment(session.lastAt, zone)}>until {momentText(session.lastAt, zone)}</span>}
      >
        {spanText(session.lastAt - session.firstAt)}
      </Figure>
      <Figure
        name="From cache"
        note={saved >= 0 ? `saved ${money(saved)} net` : `cost ${money(-saved)} more than it saved`}
      >
        {percentText(cacheHitRate(tokens))}
      </Figure>
      <Figure name="Expired caches" note={lapseNote(detail, money)}>
        {exactCount(lapses.lapses)}
      </Figure>
    </Figures>
  );
};

const tokensText = ({ input, output, cacheRead, cacheWrite }: Session['session']['tokens']): string =>
  [
    `${compactCount(cacheRead)} cache read`,
    ...(cacheWrite > 0 ? [`${compactCount(cacheWrite)} cache write`] : []),
    `${compactCount(input)} input`,
    `${compactCount(output)} output`,
  ].join(' · ');

const lapseNote = ({ lapses, lapsedNanoUsd }: Session, money: (nanoUsd: number) => string): ReactNode => {
  if (lapses.lapses === 0) return 'nothing written twice';
  const cost = lapsedNanoUsd === null ? '' : `, ${money(lapsedNanoUsd)}`;
  const spared =
    lapses.lapsesWithinHour === 0 ? '' : `; an hour's cache would have spared ${lapses.lapsesWithinHour}`;
  return `${compactCount(lapses.lapsedTokens)} tokens written again${cost}${spared}`;
};
