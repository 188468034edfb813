import { formatUsd } from '@meterline/core';
import type { ImportReport, Meterline, SourceReport } from '@meterline/server';
import { tildePath } from '../render/name.ts';
import { bytes, duration, grouped, plural } from '../render/number.ts';
import { headingLines, noteLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { IMPORT, type ImportRow, type ImportTotals } from './kinds/import.ts';
import { usdOf } from './usage-figures.ts';

interface ImportFacts {
  readonly meterline: Meterline;
  readonly now: number;
  readonly dryRun: boolean;
  /** Files or folders that were named; none for the known places. */
  readonly paths: readonly string[];
}

/** The report of `meterline import`. */
export const importReport = (report: ImportReport, facts: ImportFacts): Report<ImportRow, ImportTotals> => ({
  kind: IMPORT,
  envelope: envelopeOf(IMPORT, {
    now: facts.now,
    zone: facts.meterline.zone,
    by: ['source'],
    rows: report.sources.map(rowOf),
    totals: totalsOf(report, facts.dryRun),
    notes: notesOf(report, facts),
  }),
  lines: (screen) => importLines(report, facts, screen),
});

const rowOf = ({ id, ...rest }: SourceReport): ImportRow => ({
  source: id,
  name: rest.name,
  roots: rest.roots,
  files: rest.files,
  filesRead: rest.filesRead,
  added: rest.added,
  merged: rest.merged,
  unchanged: rest.unchanged,
  issues: rest.issues,
});

const totalsOf = (report: ImportReport, dryRun: boolean): ImportTotals => ({
  dryRun,
  files: report.sources.reduce((sum, { files }) => sum + files, 0),
  added: report.added,
  merged: report.merged,
  unchanged: report.unchanged,
  skipped: report.skipped,
  issues: report.issues,
  bytesRead: report.bytesRead,
  elapsedMs: report.elapsedMs,
  wouldAdd:
    report.wouldAdd === undefined
      ? null
      : {
          calls: report.wouldAdd.calls,
          listUsd: usdOf(report.wouldAdd.listNanoUsd),
          unpricedCalls: report.wouldAdd.unpricedCalls,
        },
});

const isNothingFound = ({ sources }: ImportReport): boolean => sources.every(({ files }) => files === 0);

const notesOf = (report: ImportReport, { paths }: ImportFacts): readonly Note[] => [
  ...(paths.length > 0 && isNothingFound(report)
    ? [
        {
          code: 'unrecognised',
          text: 'No file there is one that a source recognises. A CSV needs a header line; say which column is which with --map FIELD=HEADER. `meterline import SOURCE --path PATH` takes files as those of a source.',
        },
      ]
    : []),
  ...report.faults.map(({ code, message }) => ({ code, text: message })),
  ...(report.issues === 0
    ? []
    : [
        {
          code: 'skipped',
          text: `${plural(report.issues, 'line or file', 'lines or files')} skipped or doubtful · meterline doctor`,
        },
      ]),
  ...(report.skipped === 0
    ? []
    : [{ code: 'before_since', text: `${plural(report.skipped, 'call')} before --since left out` }]),
];

const titleOf = (report: ImportReport, dryRun: boolean): string => {
  if (dryRun) return `Import, dry run: ${plural(report.wouldAdd?.calls ?? 0, 'call')} would be new`;
  if (report.added + report.merged === 0) return 'Import: nothing new';
  return `Import: ${plural(report.added, 'new call')}`;
};

const importLines = (report: ImportReport, facts: ImportFacts, screen: Screen): readonly string[] => {
  const { meterline, dryRun, paths } = facts;
  const would = report.wouldAdd;
  const head = headingLines(
    {
      title: titleOf(report, dryRun),
      zone: meterline.zone,
      facts: [
        `${bytes(report.bytesRead)} read in ${duration(report.elapsedMs)}`,
        ...(would === undefined
          ? []
          : [`${would.unpricedCalls > 0 ? '≥ ' : ''}${formatUsd(would.listNanoUsd)} at API list price`]),
        ...(dryRun ? ['nothing was stored'] : []),
      ],
    },
    screen,
  );
  const shown = report.sources.filter(({ files }) => files > 0);
  if (shown.length === 0)
    return [
      ...head,
      ...(paths.length > 0
        ? []
        : ['No logs were found. `meterline sources --all` shows where they are looked for.', '']),
      ...noteLines(notesOf(report, facts), screen).slice(1),
    ];
  return [
    ...head,
    ...renderTable(columnsFor(meterline, dryRun, screen), shown, screen),
    ...noteLines(notesOf(report, facts), screen),
  ];
};

const columnsFor = ({ world }: Meterline, dryRun: boolean, { paint }: Screen): Column<SourceReport>[] => {
  const count = (head: string, value: (row: SourceReport) => number, more = {}): Column<SourceReport> => ({
    head,
    align: 'right',
    cell: (row) => ({ text: grouped(value(row)), ...(value(row) === 0 ? { paint: paint.faint } : {}) }),
    ...more,
  });
  return [
    { head: 'Source', cell: ({ name }) => name },
    count('Files', ({ files }) => files),
    count('Changed', ({ filesRead }) => filesRead, { drop: 3 }),
    count(dryRun ? 'Would add' : 'New calls', ({ added }) => added),
    count('Known better', ({ merged }) => merged, { wide: true }),
    count('Known', ({ unchanged }) => unchanged, { drop: 2 }),
    count('Skipped', ({ issues }) => issues, { drop: 1 }),
    {
      head: 'From',
      wide: true,
      min: 16,
      keep: 'end',
      cell: ({ roots }) =>
        roots.length === 0
          ? '–'
          : `${tildePath(roots[0]!, world.env.home)}${roots.length > 1 ? ` (+${roots.length - 1})` : ''}`,
    },
  ];
};
