import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { useVirtualRows, type VirtualRows } from './use-virtual-rows.ts';
import { useRootFontSize, useTopOf } from './virtual-place.ts';
import { movedBy, type RowWindow } from './virtual-rows.ts';
import './virtual-grid.css';

export interface GridColumn<Row> {
  /** Also the class of its cells, `is-<id>`: the page's style sheet says how wide it is and when it shows. */
  readonly id: string;
  readonly head: ReactNode;
  readonly title?: string;
  readonly cell: (row: Row, index: number) => ReactNode;
  readonly number?: boolean;
  /** What `onSort` is given; without it the column cannot be sorted by. */
  readonly sort?: string;
}

export interface VirtualGridProps<Row> {
  readonly label: string;
  /** The style sheet gives `.NAME .grid-row` its `grid-template-columns`. */
  readonly className: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly count: number;
  /** Height of a row in rem. The same for a row whether it is loaded or not. */
  readonly heightOf: (index: number) => number;
  /** Undefined: it is on its way. */
  readonly rowAt: (index: number) => Row | undefined;
  /** A row that is one sentence over all columns. */
  readonly noteAt?: (index: number) => ReactNode | undefined;
  readonly onOpen?: (row: Row, index: number) => void;
  /** Rows in view, told soon after they are others. */
  readonly onWindow: (window: RowWindow) => void;
  readonly sortedBy?: string | undefined;
  readonly onSort?: (sort: string) => void;
  readonly isMarked?: (row: Row) => boolean;
  /** Lies over the first rows without moving them. */
  readonly notice?: ReactNode;
  /** Brings this row into view and gives it the focus, each time it is another object. */
  readonly goTo?: { readonly index: number } | undefined;
}

const OVERSCAN = 8;
/** Lists up to this length are rendered whole: they can be searched in the page and printed. */
const WHOLE = 100;
const HEAD_REM = 2.25;

/**
 * A table of any length in the page's own scroll: only what is in view is rendered, and the scroll bar is right from
 * the start. ↑ and ↓ move, Enter opens.
 */
export const VirtualGrid = <Row,>(props: VirtualGridProps<Row>) => {
  const { label, className, columns, count, heightOf, rowAt, noteAt, isMarked, notice, goTo } = props;
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const rem = useRootFontSize();
  const { top, sticky } = useTopOf(list);
  const { window, rows, height, scrollTo } = useVirtualRows({
    count,
    heightOf: useCallback((index: number) => heightOf(index) * rem, [heightOf, rem]),
    top,
    covered: sticky + HEAD_REM * rem,
    overscan: count <= WHOLE ? WHOLE : OVERSCAN,
    focused: active,
  });
  useWindowTold(window, props.onWindow);
  const focus = useFocusOf(list, scrollTo, setActive);
  useEffect(() => {
    if (goTo !== undefined) focus(goTo.index, 'center');
  }, [goTo, focus]);
  const open = useStill((index: number): void => {
    const row = rowAt(index);
    if (row !== undefined) props.onOpen?.(row, index);
  });

  const press = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'row') return;
    const to = movedBy(event.key, active, count, window);
    if (to !== undefined) {
      event.preventDefault();
      focus(to, 'auto');
    } else if (event.key === 'Enter') {
      // What opens may take the focus at once, and must not be what Enter then presses.
      event.preventDefault();
      open(active);
    }
  };

  return (
    <Grid label={label} className={className} count={count} notice={notice}>
      <GridHead {...props} columns={columns} />
      {/* biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be rows of a <table> */}
      <div role="rowgroup" ref={list} className="grid-rows" style={{ height }} onKeyDown={press}>
        {rows.map(({ index, start, size }) => {
          const note = noteAt?.(index);
          const row = note === undefined ? rowAt(index) : undefined;
          return (
            <StillRow
              key={index}
              row={row}
              note={note}
              columns={columns as readonly GridColumn<unknown>[]}
              index={index}
              top={start}
              height={size}
              isActive={index === Math.min(active, count - 1)}
              isMarked={row !== undefined && isMarked?.(row) === true}
              onActive={setActive}
              onOpen={props.onOpen === undefined ? undefined : open}
            />
          );
        })}
      </div>
    </Grid>
  );
};

/** While rows fly past, whoever fetches them is told this often. */
const TELL_EVERY_MS = 120;

/**
 * Tells which rows are in view: at once where nothing was told for a while, as after a jump, else not more often than
 * needed, since not every step of a scroll is worth a question.
 */
const useWindowTold = ({ first, last }: RowWindow, tell: (window: RowWindow) => void): void => {
  const latest = useRef({ first, last });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const toldAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    latest.current = { first, last };
    const now = (): void => {
      timer.current = undefined;
      toldAt.current = performance.now();
      tell(latest.current);
    };
    const left = toldAt.current + TELL_EVERY_MS - performance.now();
    if (left <= 0) now();
    else timer.current ??= setTimeout(now, left);
  }, [first, last, tell]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
};

/** A function that stays the same while what it does follows the last render. */
const useStill = <A extends readonly unknown[]>(act: (...args: A) => void): ((...args: A) => void) => {
  const latest = useRef(act);
  latest.current = act;
  return useRef((...args: A): void => latest.current(...args)).current;
};

/** Gives a row the focus; one that is not in view is scrolled to and rendered first. */
const useFocusOf = (
  list: { readonly current: HTMLElement | null },
  scrollTo: VirtualRows['scrollTo'],
  setActive: (index: number) => void,
): ((index: number, align: 'auto' | 'center') => void) => {
  const focus = useRef((index: number, align: 'auto' | 'center'): void => {
    setActive(index);
    scrollTo(index, align);
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true }),
    );
  });
  return focus.current;
};

const Grid = ({
  label,
  className,
  count,
  notice,
  children,
}: {
  readonly label: string;
  readonly className: string;
  readonly count: number;
  readonly notice: ReactNode | undefined;
  readonly children: ReactNode;
}) => (
  <div className={classNames('grid', className)}>
    {/* Always there, so that what is put into it is said to those who listen. */}
    <div className="grid-notice" role="status">
      {notice}
    </div>
    {/* biome-ignore lint/a11y/useSemanticElements: a grid whose rows are rendered as they come into view */}
    <div role="grid" aria-label={label} aria-rowcount={count + 1}>
      {children}
    </div>
  </div>
);

const GridHead = <Row,>({ columns, sortedBy, onSort }: VirtualGridProps<Row>) => (
  // biome-ignore lint/a11y/useSemanticElements: as above
  <div role="rowgroup" className="grid-head">
    {/* biome-ignore lint/a11y/useSemanticElements: as above */}
    {/* biome-ignore lint/a11y/useFocusableInteractive: the rows below have the focus, the head has buttons */}
    <div role="row" aria-rowindex={1} className="grid-row">
      {columns.map(({ id, head, title, number, sort }) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: as above
        <div
          key={id}
          role="columnheader"
          title={title}
          className={cellClass(id, number)}
          {...(sort !== undefined && sort === sortedBy ? { 'aria-sort': 'descending' as const } : {})}
        >
          {sort !== undefined && onSort !== undefined ? (
            <button type="button" className="grid-sort" onClick={() => onSort(sort)}>
              {head}
              <span aria-hidden="true">{sort === sortedBy ? ' ↓' : ''}</span>
            </button>
          ) : (
            head
          )}
        </div>
      ))}
    </div>
  </div>
);

const cellClass = (id: string, number = false): string =>
  classNames('grid-cell', `is-${id}`, number && 'is-number');

interface GridRowProps {
  /** Undefined: it is on its way, or the note stands in its place. */
  readonly row: unknown;
  readonly note: ReactNode | undefined;
  readonly columns: readonly GridColumn<unknown>[];
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly isMarked: boolean;
  readonly onActive: (index: number) => void;
  readonly onOpen: ((index: number) => void) | undefined;
}

const GridRow = (props: GridRowProps) => {
  const { row, note, columns, index, top, height, isActive, isMarked, onActive, onOpen } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useKeyWithClickEvents: the group of rows hears Enter
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      className={classNames(
        'grid-row',
        note !== undefined && 'is-note',
        row !== undefined && onOpen !== undefined && 'is-open',
        isMarked && 'is-marked',
      )}
      style={{ transform: `translateY(${top}px)`, height }}
      onFocus={() => onActive(index)}
      onClick={(event) => {
        if (!isOnControl(event.target)) onOpen?.(index);
      }}
    >
      {note !== undefined ? (
        <NoteCell span={columns.length}>{note}</NoteCell>
      ) : (
        columns.map(({ id, cell, number }) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus
          <div key={id} role="gridcell" className={cellClass(id, number)}>
            {row === undefined ? <span className="grid-waiting" /> : cell(row, index)}
          </div>
        ))
      )}
    </div>
  );
};

/** Scrolling renders only the rows that come into view. */
const StillRow = memo(GridRow);

const NoteCell = ({ span, children }: { readonly span: number; readonly children: ReactNode }) => (
  // biome-ignore lint/a11y/useSemanticElements: as above
  // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus
  <div role="gridcell" aria-colspan={span} className="grid-cell grid-note">
    {children}
  </div>
);

/** A link or button in a row does its own; and who selects text does not want to open it. */
const isOnControl = (target: EventTarget): boolean =>
  (target instanceof Element && target.closest('a, button, input') !== null) ||
  (getSelection()?.isCollapsed ?? true) === false;
