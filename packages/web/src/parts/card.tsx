import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import './card.css';

export interface CardProps {
  readonly title: ReactNode;
  /** What the figures mean, in a few words beside the title. */
  readonly note?: ReactNode;
  /** Buttons and switches at the right of the title. */
  readonly actions?: ReactNode;
  readonly footer?: ReactNode;
  /** Old numbers are on screen while new ones come. */
  readonly stale?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export const Card = ({ title, note, actions, footer, stale = false, className, children }: CardProps) => {
  const id = useId();
  return (
    <section className={classNames('card', className)} aria-labelledby={id} aria-busy={stale}>
      <header className="card-head">
        <h2 id={id}>{title}</h2>
        {note !== undefined && <span className="card-note">{note}</span>}
        {actions !== undefined && <div className="card-actions">{actions}</div>}
      </header>
      <div className={classNames('card-body', stale && 'is-stale')}>{children}</div>
      {footer !== undefined && <footer className="card-foot">{footer}</footer>}
    </section>
  );
};
