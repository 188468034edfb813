import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import './dialog.css';

export interface DialogProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  /** `side`: a panel at the right, for details of a row. */
  readonly place?: 'middle' | 'side';
  readonly children: ReactNode;
}

/**
 * The browser's own modal dialog: Escape closes it, the focus stays in it and goes back where it was. What has
 * `data-first` in it has the focus at first.
 */
export const Dialog = ({ title, onClose, place = 'middle', children }: DialogProps) => {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Closed while it is still in the document: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key for it, which the dialog itself knows
    <dialog
      ref={element}
      className={classNames('dialog', `dialog-${place}`)}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      <div className="dialog-content">
        <header className="dialog-head">
          <h2 id={id}>{title}</h2>
          <Button look="plain" small onClick={onClose} aria-label="Close">
            ✕
          </Button>
        </header>
        {children}
      </div>
    </dialog>
  );
};
