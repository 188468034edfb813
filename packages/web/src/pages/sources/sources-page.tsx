import { useAnswer } from '../../data/use-answer.ts';
import { useStatus } from '../../data/use-status.ts';
import { Card } from '../../parts/card.tsx';
import { ImportProgress } from '../../parts/import-progress.tsx';
import { isImporting } from '../../parts/import-words.ts';
import { LookNow } from '../../parts/look-now.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { IssuesCard } from './issues-card.tsx';
import { OverlapsCard } from './overlaps-card.tsx';
import { ProgramsCard } from './programs-card.tsx';
import { UnpricedCard } from './unpriced-card.tsx';
import { UnseenCard } from './unseen-card.tsx';
import './sources.css';

/** What is read from where, how far, and what the figures do not hold. */
export const SourcesPage = () => {
  const answer = useAnswer('/sources', {});
  const { data: status } = useStatus();
  const rows = answer.data?.rows ?? [];
  return (
    <>
      <PageHead title="Sources" actions={<LookNow />} />
      {status !== undefined && isImporting(status.import) && status.import.filesTotal > 0 && (
        <Card title="Importing">
          <ImportProgress state={status.import} />
        </Card>
      )}
      <ProgramsCard answer={answer} />
      <UnpricedCard />
      <OverlapsCard />
      <IssuesCard nameOf={(source) => rows.find(({ id }) => id === source)?.name ?? source} />
      <UnseenCard rows={rows} />
    </>
  );
};
