import type { ImportProgress, ImportReport } from '@meterline/server';
import type { Shell } from '../program/shell.ts';
import { bar } from './bar.ts';
import { bytes, duration, grouped, plural } from './number.ts';
import { shorten } from './text.ts';

/** Shows an import at work on standard error: a bar that is redrawn in a terminal, one plain line elsewhere. */
export interface ProgressLine {
  readonly onProgress: (progress: ImportProgress) => void;
  /** Takes the bar away. */
  readonly clear: () => void;
}

const REDRAW_MS = 100;
const BAR = 20;
const FALLBACK_WIDTH = 80;
const CLEAR_LINE = '\r\u001b[K';

const progressText = (progress: ImportProgress): string => {
  if (progress.phase === 'discovering') return 'Looking for logs …';
  const { filesDone, filesTotal, bytesDone, bytesTotal, calls } = progress;
  const drawn = bar(bytesDone, bytesTotal, BAR);
  const share = bytesTotal === 0 ? 100 : Math.floor((bytesDone / bytesTotal) * 100);
  return [
    `Importing ${drawn.padEnd(BAR, '░')} ${String(share).padStart(3)} %`,
    `${grouped(filesDone)}/${plural(filesTotal, 'file')}`,
    bytes(bytesTotal),
    plural(calls, 'call'),
  ].join(' · ');
};

export const progressLine = ({ err, world }: Shell): ProgressLine => {
  if (!err.isTTY) return { onProgress: () => undefined, clear: () => undefined };
  let drawnAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    onProgress: (progress) => {
      const now = world.clock();
      if (now - drawnAt < REDRAW_MS && progress.phase !== 'done') return;
      drawnAt = now;
      shown = true;
      void err.write(`${CLEAR_LINE}${shorten(progressText(progress), (err.columns ?? FALLBACK_WIDTH) - 1)}`);
    },
    clear: () => {
      if (shown) void err.write(CLEAR_LINE);
      shown = false;
    },
  };
};

/** `1,234 new calls from 56 files in 1.2 s`, `Nothing new in 2,000 files` */
export const importedText = (report: ImportReport): string => {
  const files = report.sources.reduce((sum, source) => sum + source.files, 0);
  const time = `in ${duration(report.elapsedMs)}`;
  if (report.added + report.merged === 0) return `Nothing new in ${plural(files, 'file')} (${time.slice(3)})`;
  const merged = report.merged === 0 ? '' : `, ${grouped(report.merged)} known better`;
  return `${plural(report.added, 'new call')}${merged} from ${plural(files, 'file')} ${time}`;
};
