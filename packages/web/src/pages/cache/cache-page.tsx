import { useAnswer } from '../../data/use-answer.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { NoCalls } from '../../parts/no-calls.tsx';
import { Empty } from '../../parts/panel.tsx';
import { RangeNote } from '../../parts/range-note.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { useView } from '../../state/use-view.ts';
import { type CacheAnswer, usesCache } from './cache-figures.ts';
import { CacheFigures } from './cache-figures-row.tsx';
import { ModelsCard, OneHourCard, ProjectsCard, SessionsCard } from './cache-tables.tsx';
import { HitRateCard } from './hit-rate-card.tsx';
import { SavingsCard } from './savings-card.tsx';
import './cache.css';

/** Rows of each list; the CSV has all. */
const LISTED = 12;

/** Whether prompt caching pays, where it fails, and what would help. */
export const CachePage = () => {
  const { view, question } = useView();
  const answer = useAnswer('/cache', {
    ...question,
    compare: view.compare ? 'previous' : 'none',
    limit: LISTED,
  });
  return (
    <>
      <PageHead title="Cache" note={answer.data && <RangeNote {...answer.data} />} />
      <AnswerOf result={answer} lines={4} height={120}>
        {(data) =>
          data.totals.usage.calls === 0 ? (
            <NoCalls />
          ) : usesCache(data.totals) ? (
            <Figures answer={data} stale={isStale(answer)} />
          ) : (
            <NoCache />
          )
        }
      </AnswerOf>
    </>
  );
};

const Figures = ({ answer, stale }: { readonly answer: CacheAnswer; readonly stale: boolean }) => (
  <>
    <CacheFigures answer={answer} stale={stale} />
    <SavingsCard answer={answer} stale={stale} />
    <HitRateCard />
    <div className="columns-2">
      <ModelsCard answer={answer} stale={stale} />
      <ProjectsCard answer={answer} stale={stale} />
    </div>
    <OneHourCard answer={answer} stale={stale} />
    <SessionsCard answer={answer} stale={stale} />
  </>
);

const NoCache = () => (
  <Empty title="No call used a prompt cache here.">
    Agents that send the same beginning again and again (instructions, tools, files) pay a tenth to a half for
    it where the provider caches it.
  </Empty>
);
