import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { exactCount, plural } from '../../format/count.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Empty, Problem, Skeleton } from '../../parts/panel.tsx';
import { RangeNote } from '../../parts/range-note.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { VirtualGrid } from '../../parts/virtual-grid.tsx';
import { useIsNarrow } from '../../parts/virtual-place.ts';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import { PageHead } from '../../shell/page-head.tsx';
import { sessionAddress } from '../../shell/pages.ts';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import { commandOf, quoted } from '../../state/view.ts';
import { OrderChoice } from './order-choice.tsx';
import { useSessionColumns } from './session-columns.tsx';
import type { SessionRow } from './session-key.ts';
import { orderOf } from './session-order.ts';
import { type SessionRows, type SessionsAsked, useSessionRows } from './use-session-rows.ts';
import './sessions.css';

/** Until the list says what is in view: enough for a first screen. */
const FIRST_WINDOW: RowWindow = { first: 0, last: 30 };

/** Every session with a call in the range, in a list of any length. */
export const SessionsPage = () => {
  const { view, question } = useView();
  const [q] = useOwnParam('q');
  const [sort] = useOwnParam('sort');
  const [window, setWindow] = useState(FIRST_WINDOW);
  const orderBy = orderOf(sort);
  const asked = useMemo<SessionsAsked>(
    () => ({ ...question, ...(q === undefined ? {} : { search: q }), orderBy }),
    [question, q, orderBy],
  );
  const rows = useSessionRows(asked, window);
  const { answer, isStale } = rows;
  return (
    <>
      <PageHead
        title="Sessions"
        note={answer !== undefined && <RangeNote range={answer.range} zone={answer.zone} />}
      />
      <Card
        title={answer === undefined ? 'Sessions' : plural(answer.count, 'session')}
        note="with a call in this time; figures are of the whole session"
        stale={isStale}
        className="sessions-card"
        actions={
          <>
            <OrderChoice order={orderBy} />
            <TableActions csv={{ path: '/sessions.csv', query: asked }} command={commandFor(asked, view)} />
          </>
        }
      >
        <SearchField label="Search sessions" />
        <SessionList rows={rows} asked={asked} onWindow={setWindow} />
      </Card>
    </>
  );
};

/** The command that lists the same. */
const commandFor = ({ search, orderBy }: SessionsAsked, view: ReturnType<typeof useView>['view']): string =>
  commandOf('sessions', view, [
    `--sort ${orderBy}`,
    ...(search === undefined ? [] : [`--search ${quoted(search)}`]),
  ]);

const WIDE_ROW_REM = 3.25;
const NARROW_ROW_REM = 3.75;
const wideRow = (): number => WIDE_ROW_REM;
const narrowRow = (): number => NARROW_ROW_REM;

const SessionList = ({
  rows,
  asked,
  onWindow,
}: {
  readonly rows: SessionRows;
  readonly asked: SessionsAsked;
  readonly onWindow: (window: RowWindow) => void;
}) => {
  const { answer, error, retry, rowAt, newRows, renew } = rows;
  const { link } = useView();
  const [, navigate] = useLocation();
  const [, setSort] = useOwnParam('sort');
  const addressOf = useCallback(
    (row: SessionRow) => link(sessionAddress(row.session), {}, row.app === null ? {} : { app: row.app }),
    [link],
  );
  const columns = useSessionColumns(answer?.zone ?? 'UTC', addressOf);
  const narrow = useIsNarrow();
  if (answer === undefined && error !== null) return <Problem error={error} onRetry={retry} />;
  if (answer === undefined) return <Skeleton lines={8} height={40} />;
  if (answer.count === 0) return <NoSessions asked={asked} />;
  return (
    <VirtualGrid
      label="Sessions"
      className="sessions"
      columns={columns}
      count={answer.count}
      heightOf={narrow ? narrowRow : wideRow}
      rowAt={rowAt}
      onOpen={(row) => navigate(addressOf(row))}
      onWindow={onWindow}
      sortedBy={asked.orderBy}
      onSort={(sort) => setSort(sort === 'newest' ? null : sort)}
      notice={newRows > 0 ? <NewSessions count={newRows} onShow={renew} /> : undefined}
    />
  );
};

/** They wait until they are wanted: a list that moves by itself is clicked at the wrong place. */
const NewSessions = ({ count, onShow }: { readonly count: number; readonly onShow: () => void }) => (
  <Button
    small
    look="main"
    className="sessions-new"
    onClick={() => {
      onShow();
      scrollTo({ top: 0 });
    }}
  >
    {`${exactCount(count)} new ${count === 1 ? 'session' : 'sessions'} · show`}
  </Button>
);

const NoSessions = ({ asked }: { readonly asked: SessionsAsked }) => {
  const { change } = useView();
  const [, setQ] = useOwnParam('q');
  const { search, where } = asked;
  return (
    <Empty title="No session fits.">
      {search !== undefined && (
        <p>
          None has “{search}” in its id, project, branch or app.{' '}
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
      {search === undefined && where === undefined && (
        <p>None has a call in this time; choose a longer one.</p>
      )}
    </Empty>
  );
};
