import type { ReportKind } from '../envelope.ts';
import { count, list, nullable, object, type TypeOf, text } from '../shape.ts';
import { totalsFields } from '../usage-figures.ts';

const row = object({
  key: object({ agent: nullable(text()) }),
  sessions: count(),
  ...totalsFields,
});

const totals = object({
  source: text(),
  added: nullable(text('The folder that was registered; null when the known places are read.')),
  roots: list(text(), 'Folders that exist.'),
  files: object({ lines: count(), document: count(), database: count() }),
  storage: text('How the program keeps its sessions.'),
  newCalls: count(),
  sessions: count(),
  ...totalsFields,
});

export type ConnectRow = TypeOf<typeof row>;
export type ConnectTotals = TypeOf<typeof totals>;

export const CONNECT: ReportKind<ConnectRow, ConnectTotals> = {
  name: 'connect',
  about: 'What a connected source holds, by agent (`meterline connect`).',
  row,
  totals,
};
