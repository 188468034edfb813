import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { exactCount, plural } from '../../format/count.ts';
import { dayText } from '../../format/time.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { NewRows } from '../../parts/new-rows.tsx';
import { NoCalls } from '../../parts/no-calls.tsx';
import { Empty, Problem, Skeleton } from '../../parts/panel.tsx';
import { RangeNote } from '../../parts/range-note.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { VirtualGrid } from '../../parts/virtual-grid.tsx';
import { useIsNarrow } from '../../parts/virtual-place.ts';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import { PageHead } from '../../shell/page-head.tsx';
import { callAddress } from '../../shell/pages.ts';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import { commandOf } from '../../state/view.ts';
import { useCallColumns } from './call-columns.tsx';
import { askedCalls, type CallsAsked, flagsOf } from './calls-asked.ts';
import { OutcomeFilter } from './outcome-filter.tsx';
import { MAX_NEW, type ToldCalls } from './told-calls.ts';
import { type CallList, MAX_LISTED, useCallList } from './use-call-list.ts';
import { useToldCalls } from './use-told-calls.ts';
import './calls.css';

/** Until the list says what is in view: enough for a first screen. */
const FIRST_WINDOW: RowWindow = { first: 0, last: 30 };

/** Every call of the range, the newest first. */
export const CallsPage = () => {
  const { view, question } = useView();
  const [status] = useOwnParam('status');
  const [unpriced] = useOwnParam('unpriced');
  const [window, setWindow] = useState(FIRST_WINDOW);
  const asked = useMemo(() => askedCalls(question, status, unpriced), [question, status, unpriced]);
  const list = useCallList(asked, window);
  const { first, isStale } = list;
  const told = useToldCalls({ where: view.where, asked, first: isStale ? undefined : first });
  return (
    <>
      <PageHead
        title="Calls"
        note={first !== undefined && <RangeNote range={first.range} zone={first.zone} />}
      />
      <Card
        title={titleOf(list)}
        note="the newest first"
        stale={isStale}
        className="calls-card"
        actions={
          <>
            <OutcomeFilter asked={asked} />
            <TableActions
              csv={{ path: '/calls.csv', query: asked }}
              command={commandOf('calls', view, flagsOf(asked))}
            />
          </>
        }
      >
        <Listed list={list} told={told} asked={asked} onWindow={setWindow} />
      </Card>
    </>
  );
};

const titleOf = ({ first, calls, hasMore }: CallList): string => {
  if (first === undefined) return 'Calls';
  if (first.matching !== null) return plural(first.matching, 'call');
  return hasMore ? `More than ${plural(calls.length, 'call')}` : plural(calls.length, 'call');
};

const WIDE_ROW_REM = 2.5;
const NARROW_ROW_REM = 3.75;
const wideRow = (): number => WIDE_ROW_REM;
const narrowRow = (): number => NARROW_ROW_REM;
/** Rows that hold the place of those that are on their way. */
const WAITING_ROWS = 8;

const Listed = ({
  list,
  told,
  asked,
  onWindow,
}: {
  readonly list: CallList;
  readonly told: ToldCalls;
  readonly asked: CallsAsked;
  readonly onWindow: (window: RowWindow) => void;
}) => {
  const { first, error, retry, calls, hasMore, renew } = list;
  const { link } = useView();
  const [, navigate] = useLocation();
  const zone = first?.zone ?? 'UTC';
  const columns = useCallColumns(zone, dayText(first?.now ?? 0, zone));
  const narrow = useIsNarrow();
  if (error !== null) return <Problem error={error} onRetry={retry} />;
  if (first === undefined) return <Skeleton lines={8} height={32} />;
  const end = endOf(list);
  const notice = (told.fresh.size > 0 || told.inDoubt) && <NewRows text={newText(told)} onShow={renew} />;
  if (calls.length === 0)
    return (
      <>
        {notice}
        <NoneFits asked={asked} note={end} />
      </>
    );
  return (
    <VirtualGrid
      label="Calls"
      className="calls"
      columns={columns}
      count={calls.length + (hasMore ? WAITING_ROWS : end === undefined ? 0 : 1)}
      heightOf={narrow ? narrowRow : wideRow}
      rowAt={(index) => {
        const call = calls[index];
        return call === undefined ? undefined : (told.better.get(call.id) ?? call);
      }}
      noteAt={(index) => (index === calls.length && !hasMore ? end : undefined)}
      onOpen={(call) => navigate(link(callAddress(call.id)))}
      onWindow={onWindow}
      notice={notice || undefined}
    />
  );
};

/** What is to be said where the list ends, if it does not end with the first call. */
const endOf = ({ first, calls, hasMore, isCut }: CallList): string | undefined => {
  if (isCut)
    return `The newest ${exactCount(MAX_LISTED)} are listed. Choose a shorter time or a filter, or take all of them as CSV.`;
  const kept = (first?.matching ?? 0) - calls.length;
  if (hasMore || kept <= 0) return undefined;
  return `${plural(kept, 'earlier call')} ${kept === 1 ? 'is' : 'are'} kept in sums only.`;
};

const newText = ({ fresh, inDoubt }: ToldCalls): string => {
  if (fresh.size === 0) return 'There may be new calls';
  const count = fresh.size > MAX_NEW ? `More than ${exactCount(MAX_NEW)}` : exactCount(fresh.size);
  return `${count}${inDoubt ? ' or more' : ''} new ${fresh.size === 1 && !inDoubt ? 'call' : 'calls'}`;
};

const NoneFits = ({ asked, note }: { readonly asked: CallsAsked; readonly note: string | undefined }) => {
  const [, setStatus] = useOwnParam('status');
  const [, setUnpriced] = useOwnParam('unpriced');
  if (asked.status === undefined && asked.unpriced === undefined)
    return note === undefined ? <NoCalls /> : <Empty title="No call here is kept singly.">{note}</Empty>;
  return (
    <Empty title="No call fits.">
      {asked.status !== undefined && (
        <p>
          None of this time {asked.status === 'ok' ? 'ended well' : 'failed so'}.{' '}
          <Button small onClick={() => setStatus(null)}>
            Show any status
          </Button>
        </p>
      )}
      {asked.unpriced !== undefined && (
        <p>
          Every one has a price.{' '}
          <Button small onClick={() => setUnpriced(null)}>
            Show priced ones, too
          </Button>
        </p>
      )}
    </Empty>
  );
};
