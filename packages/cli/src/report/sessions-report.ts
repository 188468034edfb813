import { type Filter, sumTotals, type UsageTotals } from '@meterline/core';
import type { SessionOrder, SessionPage, SessionTotals } from '@meterline/store';
import type { AskedRange } from '../arguments/range.ts';
import { bar } from '../render/bar.ts';
import { billedDiffers, billedText, costCell } from '../render/money.ts';
import { namesText, shortId, tildePath } from '../render/name.ts';
import { compact, grouped, shownOf } from '../render/number.ts';
import { headingLines, nextLines, noteLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { plain } from '../render/text.ts';
import { showMomentNear } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, iso, type Note } from './envelope.ts';
import { SESSIONS, type SessionRow } from './kinds/sessions.ts';
import { omittedNote } from './omitted-note.ts';
import { figuresOf, type JsonUsageTotals } from './usage-figures.ts';

export interface SessionsFacts {
  readonly page: SessionPage;
  readonly range: AskedRange;
  readonly where: readonly Filter[];
  /** Text that they hold; empty: any. */
  readonly search: string;
  readonly order: SessionOrder;
  readonly zone: string;
  readonly now: number;
  readonly home: string;
  readonly notes: readonly Note[];
}

export const sessionRowOf = (session: SessionTotals): SessionRow => ({
  key: { app: session.app, session: session.session },
  source: session.source,
  parentSession: session.parentSession,
  project: session.project,
  branch: session.branch,
  agent: session.agent,
  channel: session.channel,
  cron: session.cron,
  models: session.models,
  firstAt: iso(session.firstAt),
  lastAt: iso(session.lastAt),
  ...figuresOf(session),
});

/** The report of `meterline sessions`. */
export const sessionsReport = (facts: SessionsFacts): Report<SessionRow, JsonUsageTotals> => {
  const { page, range, zone, now } = facts;
  const totals = sumTotals(page.sessions);
  const left = page.count - page.sessions.length;
  const notes: readonly Note[] = [
    { code: 'whole_sessions', text: 'Figures are of whole sessions, also where the range cuts one.' },
    ...facts.notes,
    ...omittedNote(left, 'session'),
  ];
  return {
    kind: SESSIONS,
    envelope: envelopeOf(SESSIONS, {
      now,
      zone,
      range,
      by: ['app', 'session'],
      rows: page.sessions.map(sessionRowOf),
      totals: figuresOf(totals),
      notes,
    }),
    lines: (screen) => sessionsLines(facts, totals, notes, screen),
  };
};

const ORDERS = {
  cost: 'most expensive first',
  tokens: 'most tokens first',
  calls: 'most calls first',
  newest: 'newest first',
  longest: 'longest first',
  cacheWaste: 'most sent uncached first',
} as const;

const sessionsLines = (
  facts: SessionsFacts,
  totals: UsageTotals,
  notes: readonly Note[],
  screen: Screen,
): readonly string[] => {
  const { page, range, where, zone } = facts;
  const head = headingLines(
    {
      title: shownOf(page.sessions.length, page.count, 'session'),
      range,
      zone,
      where,
      facts: [
        ...(facts.search === '' ? [] : [`with “${plain(facts.search)}”`]),
        ORDERS[facts.order],
        'API list price',
      ],
    },
    screen,
  );
  const first = page.sessions[0];
  if (first === undefined)
    return [
      ...head,
      facts.search === ''
        ? 'No sessions in this time. Take a longer --period, or run `meterline import`.'
        : 'No session with this text in this time. Take a longer --period, or other words.',
    ];
  return [
    ...head,
    ...renderTable(sessionColumns(facts, screen), [...page.sessions], screen, [totalLine(totals)]),
    ...noteLines(notes, screen),
    '',
    ...nextLines(
      [{ command: `meterline session ${shortId(first.session)}`, says: 'one of them in full' }],
      screen,
    ),
  ];
};

type Line = SessionTotals & { readonly total?: true };

const totalLine = (totals: UsageTotals): Line => ({
  ...totals,
  app: null,
  session: 'Total',
  source: '',
  parentSession: null,
  project: null,
  branch: null,
  agent: null,
  channel: null,
  cron: null,
  models: [],
  firstAt: 0,
  lastAt: 0,
  total: true,
});

const sessionColumns = ({ zone, now, home, page }: SessionsFacts, screen: Screen): Column<Line>[] => {
  const { paint } = screen;
  const text = (cell: (line: Line) => string) => (line: Line) => (line.total === true ? '' : cell(line));
  const most = Math.max(...page.sessions.map(({ cost }) => cost.listNanoUsd));
  return [
    {
      head: 'Session',
      min: 8,
      cell: ({ session, total }) =>
        total === true ? { text: session, paint: paint.heading } : shortId(session),
    },
    { head: 'Last call', cell: text(({ lastAt }) => showMomentNear(lastAt, now, zone)) },
    { head: 'App', min: 8, drop: 4, cell: text(({ app, source }) => app ?? source) },
    {
      head: 'Project',
      min: 10,
      keep: 'end',
      drop: 6,
      wide: true,
      cell: text(({ project }) => (project === null ? '–' : tildePath(project, home))),
    },
    { head: 'Models', min: 10, cell: text(({ models }) => namesText(models)) },
    { head: 'Calls', align: 'right', drop: 5, cell: ({ calls }) => grouped(calls) },
    { head: 'Tokens', align: 'right', cell: ({ tokens }) => compact(tokens.total) },
    { head: 'Cost', align: 'right', cell: (line) => costCell(line, paint) },
    ...(billedDiffers(page.sessions)
      ? [{ head: 'Billed', align: 'right' as const, drop: 3, cell: (line: Line) => billedText(line) }]
      : []),
    {
      head: '',
      wide: true,
      drop: 7,
      cell: (line) => ({
        text: line.total === true ? '' : bar(line.cost.listNanoUsd, most, 10),
        paint: paint.bar,
      }),
    },
  ];
};
