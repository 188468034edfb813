import { knowledgeOf, type UsageResult, type UsageRow, type UsageTotals } from '@meterline/core';
import type { ImportReport, Meterline, SourceSurvey } from '@meterline/server';
import { costCell, costText } from '../render/money.ts';
import { tildePath } from '../render/name.ts';
import { compact, grouped, plural } from '../render/number.ts';
import { headingLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { plain, wrap } from '../render/text.ts';
import type { Report } from './emit.ts';
import { envelopeOf } from './envelope.ts';
import { CONNECT, type ConnectRow, type ConnectTotals } from './kinds/connect.ts';
import { figuresOf } from './usage-figures.ts';

export interface ConnectFacts {
  readonly source: Meterline['sources'][number];
  readonly added: string | undefined;
  readonly report: ImportReport;
  /** Calls of the source by agent. */
  readonly agents: UsageResult;
  /** By agent, app and session. */
  readonly sessions: readonly UsageRow[];
  readonly survey: SourceSurvey | undefined;
  readonly zone: string;
  readonly now: number;
  readonly home: string;
}

interface Kinds {
  readonly lines: number;
  readonly document: number;
  readonly database: number;
}

const filesOf = ({ survey }: ConnectFacts): Kinds => {
  const kinds = { lines: 0, document: 0, database: 0 };
  for (const { files } of survey?.roots ?? [])
    for (const kind of ['lines', 'document', 'database'] as const) kinds[kind] += files[kind];
  return kinds;
};

/** How the program keeps its sessions, told by its files. OpenClaw moved from JSON lines to SQLite in 2026. */
const storageText = ({ lines, document, database }: Kinds): string => {
  const kinds = [
    ...(database > 0 ? [`SQLite (${plural(database, 'database')})`] : []),
    ...(lines > 0 ? [`JSON lines (${plural(lines, 'file')})`] : []),
    ...(document > 0 ? [`JSON (${plural(document, 'file')})`] : []),
  ];
  return kinds.length === 0 ? 'nothing yet' : kinds.join(' and ');
};

const sessionsOf = ({ sessions }: ConnectFacts, agent: string | null): number =>
  sessions.filter(({ key }) => (key.agent ?? null) === agent && key.session !== null).length;

const countSessions = ({ sessions }: ConnectFacts): number =>
  new Set(
    sessions
      .filter(({ key }) => key.session !== null)
      .map(({ key }) => JSON.stringify([key.app, key.session])),
  ).size;

const rootsOf = ({ survey }: ConnectFacts): readonly string[] =>
  (survey?.roots ?? []).filter(({ exists }) => exists).map(({ path }) => path);

/** The report of `meterline connect`. */
export const connectReport = (facts: ConnectFacts): Report<ConnectRow, ConnectTotals> => {
  const { agents, source, added, report, zone, now } = facts;
  return {
    kind: CONNECT,
    envelope: envelopeOf(CONNECT, {
      now,
      zone,
      by: ['agent'],
      rows: agents.rows.map((row) => ({
        key: { agent: row.key.agent ?? null },
        sessions: sessionsOf(facts, row.key.agent ?? null),
        ...figuresOf(row),
      })),
      totals: {
        source: source.id,
        added: added ?? null,
        roots: rootsOf(facts),
        files: filesOf(facts),
        storage: storageText(filesOf(facts)),
        newCalls: report.added,
        sessions: countSessions(facts),
        ...figuresOf(agents.totals),
      },
    }),
    lines: (screen) => connectLines(facts, screen),
  };
};

const connectLines = (facts: ConnectFacts, screen: Screen): readonly string[] => {
  const { source, agents, zone, home, report } = facts;
  const { totals } = agents;
  const roots = rootsOf(facts);
  const head = headingLines({ title: `Connected: ${source.name}`, zone }, screen);
  if (roots.length === 0)
    return [
      ...head,
      `No folder of ${source.name} is on this machine yet. It is read as soon as there is one.`,
      ...(facts.survey?.roots ?? []).map(({ path }) =>
        screen.paint.faint(`  ${plain(tildePath(path, home))}`),
      ),
    ];
  return [
    ...head,
    ...roots.map(
      (path, index) =>
        `${screen.paint.faint(index === 0 ? 'Folder    ' : '          ')}${plain(tildePath(path, home))}`,
    ),
    `${screen.paint.faint('Stored as ')}${storageText(filesOf(facts))}`,
    `${screen.paint.faint('Holds     ')}${plural(totals.calls, 'call')} in ${plural(countSessions(facts), 'session')}, ${holdsText(totals)} (${plural(report.added, 'new call')})`,
    '',
    ...(agents.rows.length === 0 ? [] : [...renderTable(columnsFor(facts, screen), agents.rows, screen), '']),
    ...wrap(
      `Nothing was changed in ${source.name}; only meterline.toml says where to look.`,
      screen.width,
    ).map(screen.paint.faint),
  ];
};

const holdsText = (totals: UsageTotals): string =>
  knowledgeOf(totals) === 'unpriced' ? 'none of them priced' : `${costText(totals)} at API list price`;

const columnsFor = (facts: ConnectFacts, { paint }: Screen): Column<UsageRow>[] => [
  {
    head: 'Agent',
    min: 12,
    cell: ({ key }) =>
      key.agent === null || key.agent === undefined ? { text: '(main)', paint: paint.faint } : key.agent,
  },
  { head: 'Sessions', align: 'right', cell: ({ key }) => grouped(sessionsOf(facts, key.agent ?? null)) },
  { head: 'Calls', align: 'right', cell: ({ calls }) => grouped(calls) },
  { head: 'Tokens', align: 'right', cell: ({ tokens }) => compact(tokens.total) },
  { head: 'Cost', align: 'right', cell: (row) => costCell(row, paint) },
];
