import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';
import { placeOf } from './why-place.ts';

/**
 * A note beside what it is about, in the browser's top layer: Escape or a click elsewhere closes it, and the focus goes
 * back to what opened it.
 */
export const Popover = ({
  anchor,
  label,
  onClose,
  children,
}: {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) => {
  const element = useRef<HTMLDivElement>(null);
  const closed = useRef(onClose);
  closed.current = onClose;
  useLayoutEffect(() => {
    const note = element.current;
    const button = anchor.current;
    if (note === null || button === null) return;
    note.showPopover();
    // Then the browser knows that a second click on the button closes it; the first one is not over yet.
    const timer = setTimeout(() => {
      button.popoverTargetElement = note;
    });
    const { left, top } = placeOf(
      button.getBoundingClientRect(),
      note.getBoundingClientRect(),
      innerWidth,
      innerHeight,
    );
    note.style.left = `${left}px`;
    note.style.top = `${top}px`;
    note.focus();
    const toggled = (event: Event): void => {
      if ((event as ToggleEvent).newState === 'closed') closed.current();
    };
    // It would stay where it was while the page moves away below it.
    const scrolled = (): void => note.hidePopover();
    note.addEventListener('toggle', toggled);
    addEventListener('scroll', scrolled, { passive: true });
    return () => {
      clearTimeout(timer);
      button.popoverTargetElement = null;
      note.removeEventListener('toggle', toggled);
      removeEventListener('scroll', scrolled);
      if (note.isConnected) note.hidePopover();
    };
  }, [anchor]);
  return (
    <div ref={element} popover="auto" role="dialog" aria-label={label} tabIndex={-1} className="why-popover">
      {children}
    </div>
  );
};
