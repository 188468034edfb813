import { useAnswer } from '../../data/use-answer.ts';
import { RangeNote } from '../../parts/range-note.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { useView } from '../../state/use-view.ts';
import { RoutesCard } from './routes-card.tsx';
import './routes.css';

/** What calls are made for, for whom and by which model: what each route costs and how fast it is. */
export const RoutesPage = () => {
  const { view, question } = useView();
  const answer = useAnswer('/routes', {
    ...question,
    orderBy: view.metric,
    compare: view.compare ? 'previous' : 'none',
  });
  return (
    <>
      <PageHead title="Routes" note={answer.data && <RangeNote {...answer.data} />} />
      <RoutesCard answer={answer} />
    </>
  );
};
