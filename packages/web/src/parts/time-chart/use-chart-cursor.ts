import { type KeyboardEvent, type PointerEvent, useEffect, useState } from 'react';

export interface ChartCursor {
  /** The bucket that is pointed at or chosen by key. */
  readonly at: number | undefined;
  /** First and last bucket of what is being marked. */
  readonly marked: readonly [number, number] | undefined;
  /** What the element that is pointed at needs. */
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerCancel: () => void;
    readonly onPointerLeave: (event: PointerEvent<HTMLElement>) => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    readonly onFocus: () => void;
    readonly onBlur: () => void;
  };
}

/** What can be done with a chart. */
export interface ChartActs {
  /** Buckets were marked, both included. */
  readonly onChoose: ((first: number, last: number) => void) | undefined;
  /** The mouse was clicked without marking anything. */
  readonly onClick?: ((event: PointerEvent<HTMLElement>) => void) | undefined;
}

/** Shorter than this is a click with a hand that trembles, or a finger that rolls. */
const DRAG_FROM_PX = { mouse: 6, finger: 12 } as const;
const PAGE = 7;

interface Marking {
  readonly by: 'mouse' | 'finger' | 'keys';
  readonly from: number;
  readonly x: number;
  /** Far enough to be meant. */
  readonly isDrag: boolean;
}

/**
 * The cursor of a chart: moved by pointer or arrow keys. Dragging, or the arrows with Shift, marks buckets; letting go,
 * or Enter, chooses them. A finger marks by moving sideways: up and down it scrolls the page (`touch-action: pan-y`), which
 * ends what it had begun here. Its tap only moves the cursor, since there is no other way to read a bucket with it.
 */
export const useChartCursor = (
  buckets: number,
  bucketOf: (event: PointerEvent<HTMLElement>) => number,
  { onChoose, onClick }: ChartActs,
): ChartCursor => {
  const [cursor, setCursor] = useState<number>();
  const [marking, setMarking] = useState<Marking>();
  // Fewer buckets may come while the cursor stands.
  const at = cursor === undefined || buckets === 0 ? undefined : Math.min(cursor, buckets - 1);
  const clear = (): void => {
    setCursor(undefined);
    setMarking(undefined);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: other buckets end what was being marked
  useEffect(() => setMarking(undefined), [buckets]);

  const choose = (first: number, last: number): void => {
    setMarking(undefined);
    onChoose?.(Math.min(first, last), Math.max(first, last));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const here = at ?? buckets - 1;
    const to = movedBy(event.key, here, buckets);
    if (to !== undefined) {
      event.preventDefault();
      setCursor(to);
      setMarking(
        event.shiftKey ? { by: 'keys', from: marking?.from ?? here, x: 0, isDrag: true } : undefined,
      );
    } else if (event.key === 'Enter' && at !== undefined) {
      event.preventDefault();
      choose(marking?.from ?? at, at);
    } else if (event.key === 'Escape' && at !== undefined) {
      event.nativeEvent.stopPropagation();
      clear();
    }
  };
  return {
    at,
    marked: marking?.isDrag === true && at !== undefined ? [marking.from, at] : undefined,
    handlers: {
      onPointerDown: (event) => {
        // A second finger is not about the chart.
        if (!event.isPrimary) return clear();
        setCursor(bucketOf(event));
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const by = event.pointerType === 'mouse' ? 'mouse' : 'finger';
        setMarking({ by, from: bucketOf(event), x: event.clientX, isDrag: false });
      },
      onPointerMove: (event) => {
        if (!event.isPrimary) return;
        setCursor(bucketOf(event));
        if (onChoose !== undefined && marking !== undefined && isDragged(marking, event.clientX))
          setMarking({ ...marking, isDrag: true });
      },
      onPointerUp: (event) => {
        if (!event.isPrimary) return;
        if (marking?.isDrag === true) choose(marking.from, bucketOf(event));
        else if (marking?.by === 'mouse') onClick?.(event);
        setMarking(undefined);
      },
      onPointerCancel: clear,
      onPointerLeave: ({ pointerType }) => {
        // A finger that is lifted leaves, but what it pointed at is still to be read.
        if (marking === undefined && pointerType === 'mouse') setCursor(undefined);
      },
      onKeyDown,
      onFocus: () => setCursor((now) => now ?? buckets - 1),
      onBlur: clear,
    },
  };
};

const isDragged = ({ by, x, isDrag }: Marking, now: number): boolean =>
  !isDrag && by !== 'keys' && Math.abs(now - x) >= DRAG_FROM_PX[by];

/** Where a key leads to; undefined for a key that leads nowhere. */
export const movedBy = (key: string, at: number, buckets: number): number | undefined => {
  const last = buckets - 1;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageUp: -PAGE,
    PageDown: PAGE,
    Home: -buckets,
    End: buckets,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.max(0, Math.min(last, at + step));
};
