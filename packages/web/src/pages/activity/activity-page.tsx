import { useAnswer } from '../../data/use-answer.ts';
import { RangeNote } from '../../parts/range-note.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { useView } from '../../state/use-view.ts';
import { CronCard } from './cron-card.tsx';
import { SharesCard } from './shares-card.tsx';
import { WeekCard } from './week-card.tsx';
import './activity.css';

/** When the calls are made, by what, and where. */
export const ActivityPage = () => {
  const { question } = useView();
  const answer = useAnswer('/activity', question);
  const isEmpty = answer.data?.totals.calls === 0;
  return (
    <>
      <PageHead title="Activity" note={answer.data && <RangeNote {...answer.data} />} />
      <WeekCard answer={answer} />
      {!isEmpty && (
        <>
          <div className="columns-2">
            <SharesCard title="Apps" dimension="app" />
            <SharesCard title="Projects" dimension="project" />
            <SharesCard
              title="Machines"
              dimension="machine"
              instead={{ title: 'Branches', dimension: 'branch' }}
            />
            <SharesCard title="Agents" dimension="agent" />
          </div>
          <CronCard />
        </>
      )}
    </>
  );
};
