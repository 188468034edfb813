import type { ReactNode } from 'react';
import { plural } from '../../format/count.ts';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import { Button } from '../button.tsx';
import { Empty } from '../panel.tsx';
import type { ListAsked } from './use-list-rows.ts';

/** What a search or the filters leave nothing of, with the way back; `none` where neither was asked for. */
export const NoneFits = ({
  one,
  searched,
  asked: { search, where },
  none,
}: {
  readonly one: string;
  readonly searched: string;
  readonly asked: ListAsked<string>;
  readonly none: ReactNode;
}) => {
  const { change } = useView();
  const [, setQ] = useOwnParam('q');
  if (search === undefined && where === undefined) return <>{none}</>;
  return (
    <Empty title={`No ${one} fits.`}>
      {search !== undefined && (
        <p>
          None has “{search}” in its {searched}.{' '}
          <Button small onClick={() => setQ(null)}>
            Clear the search
          </Button>
        </p>
      )}
      {where !== undefined && (
        <p>
          {plural(where.length, 'filter')} {where.length === 1 ? 'holds' : 'hold'}.{' '}
          <Button small onClick={() => change({ where: [] })}>
            Clear filters
          </Button>
        </p>
      )}
    </Empty>
  );
};
