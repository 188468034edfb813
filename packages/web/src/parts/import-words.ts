import type { Status } from '../data/use-status.ts';
import { bytesText, exactCount, plural } from '../format/count.ts';

export type ImportState = Status['import'];

/** How much of an import is done, 0 to 1; null where that is not known yet. Large files weigh more. */
export const importShare = ({ bytesDone, bytesTotal, filesDone, filesTotal }: ImportState): number | null => {
  if (bytesTotal > 0) return Math.min(1, bytesDone / bytesTotal);
  return filesTotal > 0 ? Math.min(1, filesDone / filesTotal) : null;
};

export const isImporting = ({ phase }: ImportState): boolean =>
  phase === 'starting' || phase === 'discovering' || phase === 'reading';

/** `42% · 12 of 45 files · 1.26 MB · 926 calls so far` */
export const importText = (state: ImportState): string => {
  const share = importShare(state);
  if (share === null) return 'Looking for logs …';
  const { filesDone, filesTotal, bytesDone, calls } = state;
  return [
    `${Math.floor(share * 100)}%`,
    `${exactCount(filesDone)} of ${plural(filesTotal, 'file')}`,
    bytesText(bytesDone),
    `${plural(calls, 'call')} so far`,
  ].join(' · ');
};
