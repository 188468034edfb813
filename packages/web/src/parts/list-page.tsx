import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useColours } from '../data/use-colours.ts';
import { plural } from '../format/count.ts';
import { PageHead } from '../shell/page-head.tsx';
import { useOwnParam } from '../state/use-own-param.ts';
import { useView, type ViewState } from '../state/use-view.ts';
import { commandOf, quoted } from '../state/view.ts';
import { Card } from './card.tsx';
import { NoneFits } from './list-page/none-fits.tsx';
import { OrderChoice, type Orders, useOrder } from './list-page/order-choice.tsx';
import { type ListAsked, type ListOf, type ListRows, useListRows } from './list-page/use-list-rows.ts';
import { NewRows } from './new-rows.tsx';
import { Problem, Skeleton } from './panel.tsx';
import { RangeNote } from './range-note.tsx';
import { SearchField } from './search-field.tsx';
import { TableActions } from './table-actions.tsx';
import { type GridColumn, VirtualGrid } from './virtual-grid.tsx';
import { useIsNarrow } from './virtual-place.ts';
import type { RowWindow } from './virtual-rows.ts';
import './list-page.css';

/** What the columns of a list are made from. */
export interface ListWorld<Row> {
  readonly zone: string;
  readonly addressOf: (row: Row) => string;
  readonly colourOf: (model: string) => string;
}

/** What is listed, and how. One for the whole life of the page. */
export interface Listing<Row, Order extends string> extends ListOf<Row, Order> {
  /** What one is called. Page, card and grid are named after several of them, in capitals. */
  readonly one: string;
  /** The command that lists the same; also the class of the grid. */
  readonly command: string;
  readonly title: string;
  readonly note: string;
  readonly orders: Orders<Order>;
  readonly addressOf: (row: Row, link: ViewState['link']) => string;
  /** On a phone the style sheet lays the same cells out on two lines. */
  readonly columns: (world: ListWorld<Row>) => readonly GridColumn<Row>[];
  /** What the search looks into, in words. */
  readonly searched: string;
  /** Instead of the list where none has a call in this time. */
  readonly none: ReactNode;
}

/** Until the list says what is in view: enough for a first screen. */
const FIRST_WINDOW: RowWindow = { first: 0, last: 30 };

/** A page that lists things with a call in the range: searched, in several orders, of any length. */
export const ListPage = <Row, Order extends string>({ of }: { readonly of: Listing<Row, Order> }) => {
  const { view, question } = useView();
  const [q] = useOwnParam('q');
  const [orderBy] = useOrder(of.orders);
  const [window, setWindow] = useState(FIRST_WINDOW);
  const asked = useMemo<ListAsked<Order>>(
    () => ({ ...question, ...(q === undefined ? {} : { search: q }), orderBy }),
    [question, q, orderBy],
  );
  const rows = useListRows(of, asked, window);
  const { answer, isStale } = rows;
  const flags = [`--sort ${orderBy}`, ...(q === undefined ? [] : [`--search ${quoted(q)}`])];
  return (
    <>
      <PageHead
        title={of.title}
        note={answer !== undefined && <RangeNote range={answer.range} zone={answer.zone} />}
      />
      <Card
        title={answer === undefined ? of.title : plural(answer.count, of.one)}
        note={of.note}
        stale={isStale}
        className="list-card"
        actions={
          <>
            <OrderChoice orders={of.orders} />
            <TableActions
              csv={{ path: `${of.path}.csv`, query: asked }}
              command={commandOf(of.command, view, flags)}
            />
          </>
        }
      >
        <SearchField label={`Search ${of.title.toLowerCase()}`} />
        <List of={of} rows={rows} asked={asked} onWindow={setWindow} />
      </Card>
    </>
  );
};

const WIDE_ROW_REM = 3.25;
const NARROW_ROW_REM = 3.75;
const wideRow = (): number => WIDE_ROW_REM;
const narrowRow = (): number => NARROW_ROW_REM;

const List = <Row, Order extends string>({
  of,
  rows: { answer, error, retry, rowAt, newRows, renew },
  asked,
  onWindow,
}: {
  readonly of: Listing<Row, Order>;
  readonly rows: ListRows<Row>;
  readonly asked: ListAsked<Order>;
  readonly onWindow: (window: RowWindow) => void;
}) => {
  const { link } = useView();
  const [, navigate] = useLocation();
  const [, setOrder] = useOrder(of.orders);
  const zone = answer?.zone ?? 'UTC';
  const colourOf = useColours('model');
  const addressOf = useCallback((row: Row) => of.addressOf(row, link), [of, link]);
  const columns = useMemo(() => of.columns({ zone, addressOf, colourOf }), [of, zone, addressOf, colourOf]);
  const narrow = useIsNarrow();
  if (answer === undefined && error !== null) return <Problem error={error} onRetry={retry} />;
  if (answer === undefined) return <Skeleton lines={8} height={40} />;
  if (answer.count === 0) return <NoneFits {...of} asked={asked} />;
  return (
    <VirtualGrid
      label={of.title}
      className={of.command}
      columns={columns}
      count={answer.count}
      heightOf={narrow ? narrowRow : wideRow}
      rowAt={rowAt}
      onOpen={(row) => navigate(addressOf(row))}
      onWindow={onWindow}
      sortedBy={asked.orderBy}
      onSort={setOrder}
      notice={newRows > 0 ? <NewRows text={plural(newRows, `new ${of.one}`)} onShow={renew} /> : undefined}
    />
  );
};
