import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { classNames } from '../../parts/class-names.ts';
import './kpi-tile.css';

export interface KpiTileProps {
  readonly label: string;
  readonly figure: ReactNode;
  /** How it differs from the period before. */
  readonly delta?: ReactNode;
  /** What it is made of, in a few words. */
  readonly note?: ReactNode;
  /** A sparkline or the like. */
  readonly picture?: ReactNode;
  /** What it does: chooses the measure of the page, or leads somewhere. */
  readonly choose?: { readonly isChosen: boolean; readonly onChoose: () => void };
  readonly href?: string;
  readonly title?: string;
}

/** One figure of the first row. */
export const KpiTile = ({ choose, href, title, ...face }: KpiTileProps) => {
  if (choose !== undefined)
    return (
      <button
        type="button"
        className={classNames('kpi', 'kpi-button', choose.isChosen && 'is-chosen')}
        aria-pressed={choose.isChosen}
        title={title}
        onClick={choose.onChoose}
      >
        <Face {...face} />
      </button>
    );
  if (href !== undefined)
    return (
      <Link href={href} className="kpi kpi-button" title={title}>
        <Face {...face} />
      </Link>
    );
  return (
    <div className="kpi" title={title}>
      <Face {...face} />
    </div>
  );
};

const Face = ({ label, figure, delta, note, picture }: Omit<KpiTileProps, 'choose' | 'href' | 'title'>) => (
  <>
    <span className="kpi-label">{label}</span>
    <span className="kpi-figure">{figure}</span>
    <span className="kpi-delta">{delta}</span>
    <span className="kpi-note">{note}</span>
    <span className="kpi-picture">{picture}</span>
  </>
);

/** The place of the row until it is there. */
export const KpiSkeleton = ({ tiles }: { readonly tiles: number }) => (
  <div className="kpis" role="status" aria-label="Loading">
    {Array.from({ length: tiles }, (_, tile) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: tiles are all alike
      <div key={tile} className="kpi skeleton kpi-skeleton">
        <span />
        <span />
        <span />
      </div>
    ))}
  </div>
);
