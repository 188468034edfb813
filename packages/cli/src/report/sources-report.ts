import type { SourceCoverage } from '@meterline/server';
import { tildePath } from '../render/name.ts';
import { grouped, plural } from '../render/number.ts';
import { bulletLines, headingLines, nextLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Cell, type Column, renderTable } from '../render/table.ts';
import { plain } from '../render/text.ts';
import { showAge } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, isoOrNull } from './envelope.ts';
import { SOURCES_REPORT, type SourceRow, type SourceTotals } from './kinds/sources.ts';

export interface SourcesFacts {
  readonly shown: readonly SourceCoverage[];
  /** How many are known in all. */
  readonly count: number;
  readonly zone: string;
  readonly now: number;
  readonly home: string;
}

/** The report of `meterline sources`. */
export const sourcesReport = (facts: SourcesFacts): Report<SourceRow, SourceTotals> => ({
  kind: SOURCES_REPORT,
  envelope: envelopeOf(SOURCES_REPORT, {
    now: facts.now,
    zone: facts.zone,
    by: ['source'],
    rows: facts.shown.map(rowOf),
    totals: {
      sources: facts.shown.length,
      found: facts.shown.filter(({ state }) => state === 'found').length,
      files: facts.shown.reduce((sum, { files }) => sum + files, 0),
      calls: facts.shown.reduce((sum, { calls }) => sum + calls, 0),
    },
  }),
  lines: (screen) => sourcesLines(facts, screen),
});

const rowOf = (coverage: SourceCoverage): SourceRow => ({
  key: { source: coverage.survey.id },
  name: coverage.survey.name,
  state: coverage.state,
  roots: coverage.survey.roots.map(({ path, exists, configured, files }) => ({
    path,
    exists,
    configured,
    files: files.lines + files.document + files.database,
  })),
  files: coverage.files,
  modifiedAt: isoOrNull(coverage.modifiedAt),
  calls: coverage.calls,
  firstAt: isoOrNull(coverage.firstAt),
  lastAt: isoOrNull(coverage.lastAt),
  unseen: coverage.unseen,
});

const sourcesLines = (facts: SourcesFacts, screen: Screen): readonly string[] => {
  const { shown, count, zone } = facts;
  const found = shown.filter(({ state }) => state === 'found').length;
  const head = headingLines(
    { title: `${found} of ${plural(count, 'source')} found on this machine`, zone },
    screen,
  );
  const next = nextLines(
    [
      ...(shown.length === count
        ? []
        : [{ command: 'meterline sources --all', says: 'every source, and where it is looked for' }]),
      { command: 'meterline connect NAME --path DIR', says: 'logs that are kept in another place' },
    ],
    screen,
  );
  if (shown.length === 0) return [...head, 'None of the known programs has left logs here.', '', ...next];
  return [
    ...head,
    ...renderTable(columnsFor(facts, screen), shown, screen),
    ...unseenLines(shown, screen),
    '',
    ...next,
  ];
};

/** What no report can show, said once for each program that is here. */
export const unseenLines = (shown: readonly SourceCoverage[], screen: Screen): readonly string[] => {
  const present = shown.filter(({ calls, unseen }) => calls > 0 && unseen.length > 0);
  if (present.length === 0) return [];
  return [
    '',
    screen.paint.heading('What these programs bill but write nowhere'),
    ...present.flatMap(({ survey, unseen }) => [plain(survey.name), ...bulletLines(unseen, screen)]),
  ];
};

const STATES = { found: 'found', empty: 'no logs', absent: 'not here', disabled: 'switched off' } as const;

const stateCell = ({ state, survey }: SourceCoverage, { paint }: Screen): Cell => ({
  text: survey.roots.length === 0 && state === 'absent' ? 'by hand' : STATES[state],
  paint: state === 'found' ? paint.good : state === 'disabled' ? paint.warn : paint.faint,
});

/** The folder that is there, else the first that is looked in. */
const folderOf = ({ survey }: SourceCoverage, home: string): string => {
  const { roots } = survey;
  const there = roots.filter(({ exists }) => exists);
  const first = there[0] ?? roots[0];
  if (first === undefined) return '(files that you name)';
  const more = there.length > 1 ? ` (+${there.length - 1})` : '';
  return `${tildePath(first.path, home)}${more}`;
};

const columnsFor = ({ home, now, zone }: SourcesFacts, screen: Screen): Column<SourceCoverage>[] => {
  const count = (value: number): Cell => ({
    text: value === 0 ? '–' : grouped(value),
    ...(value === 0 ? { paint: screen.paint.faint } : {}),
  });
  return [
    { head: 'Source', cell: ({ survey }) => survey.name },
    { head: 'Name', wide: true, cell: ({ survey }) => ({ text: survey.id, paint: screen.paint.command }) },
    { head: 'State', cell: (coverage) => stateCell(coverage, screen) },
    { head: 'Files', align: 'right', drop: 2, cell: ({ files }) => count(files) },
    { head: 'Calls', align: 'right', cell: ({ calls }) => count(calls) },
    {
      head: 'Last call',
      align: 'right',
      drop: 1,
      cell: ({ lastAt }) =>
        lastAt === null ? { text: '–', paint: screen.paint.faint } : showAge(lastAt, now, zone),
    },
    {
      head: 'Folder',
      min: 28,
      keep: 'end',
      cell: (coverage) => ({ text: folderOf(coverage, home), paint: screen.paint.faint }),
    },
  ];
};
