import { type ReactNode, useEffect } from 'react';
import './page-head.css';

/** The title of a page, also of the browser's tab. */
export const PageHead = ({
  title,
  note,
  actions,
}: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
}) => {
  useEffect(() => {
    document.title = `${title} · Meterline`;
  }, [title]);
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {note !== undefined && <p className="muted small">{note}</p>}
      {actions !== undefined && <div className="page-actions">{actions}</div>}
    </header>
  );
};
