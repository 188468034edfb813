import './chart-skeleton.css';

/** Heights of the bars, in per cent: some week or other. */
const BARS = [34, 48, 71, 62, 55, 20, 16, 44, 66, 80, 58, 63, 24, 18, 52, 74, 60, 88, 69, 28, 22, 57, 64, 77];

/** Holds the place of a chart and its legend. `height` is that of the chart. */
export const ChartSkeleton = ({ height = CHART_HEIGHT }: { readonly height?: number }) => (
  <div className="chart-skeleton" role="status" aria-label="Loading">
    <div className="chart-skeleton-bars" style={{ height }}>
      {BARS.map((share, bar) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have nothing but a place
        <span key={bar} style={{ height: `${share}%` }} />
      ))}
    </div>
    <div className="skeleton">
      <span />
    </div>
  </div>
);

/** Of a chart, unless it is given another: pixels. */
export const CHART_HEIGHT = 280;
