import type { Answer } from '@meterline/api/client';
import type { ServiceActivity } from './service.ts';

/** How far the import is, as `/status`, `/scan` and the event stream say it. */
export type ImportState = Answer<'/scan'>['import'];

export const importStateOf = ({
  phase,
  progress,
  lastImport,
  importFault,
}: ServiceActivity): ImportState => ({
  phase,
  filesDone: progress?.filesDone ?? 0,
  filesTotal: progress?.filesTotal ?? 0,
  bytesDone: progress?.bytesDone ?? 0,
  bytesTotal: progress?.bytesTotal ?? 0,
  calls: progress?.calls ?? 0,
  sources: progress?.found ?? [],
  finishedAt: lastImport?.endedAt ?? null,
  fault: importFault && { ...importFault, hint: importFault.hint ?? null },
});
