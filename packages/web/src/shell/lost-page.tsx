import { Link } from 'wouter';
import { Empty } from '../parts/panel.tsx';
import { useView } from '../state/use-view.ts';
import { PageHead } from './page-head.tsx';

export const LostPage = () => {
  const { link } = useView();
  return (
    <>
      <PageHead title="No such page" />
      <Empty title="There is nothing at this address.">
        <Link href={link('/')}>To the overview</Link>
      </Empty>
    </>
  );
};
