import { formatUsd, knowledgeOf, type UsageTotals } from '@meterline/core';
import type { AgentLine, SessionDetail, Unlogged } from '@meterline/server';
import { bar } from '../render/bar.ts';
import { billedText, costCell, costText } from '../render/money.ts';
import { shortId, tildePath } from '../render/name.ts';
import { compact, duration, grouped, percent, plural, tokensInWords } from '../render/number.ts';
import { bulletLines, noteLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { pad, plain, wrap } from '../render/text.ts';
import { showSpan } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { SESSION, type SessionPartRow, type SessionSums } from './kinds/session.ts';
import { turnTable } from './turn-table.ts';
import { figuresOf, usdOf } from './usage-figures.ts';

export interface SessionFacts extends SessionDetail {
  readonly zone: string;
  readonly now: number;
  readonly home: string;
  readonly notes: readonly Note[];
}

/** The report of `meterline session`. */
export const sessionReport = (facts: SessionFacts): Report<SessionPartRow, SessionSums> => {
  const { session, zone, now, unlogged } = facts;
  return {
    kind: SESSION,
    envelope: envelopeOf(SESSION, {
      now,
      zone,
      range: { from: session.firstAt, to: session.lastAt + 1 },
      by: ['section', 'name'],
      rows: rowsOf(facts),
      totals: {
        ...figuresOf(session),
        unlogged: unlogged === undefined ? null : unloggedJson(unlogged),
      },
      notes: [...facts.notes, ...unloggedNotes(unlogged)],
    }),
    lines: (screen) => sessionLines(facts, screen),
  };
};

const rowsOf = ({ models, agents, children }: SessionFacts): readonly SessionPartRow[] => [
  ...models.map((row) => ({
    key: { section: 'model' as const, name: row.key.model ?? null },
    ...figuresOf(row),
  })),
  ...agents.map(({ agent, parent, usage }) => ({
    key: { section: 'agent' as const, name: agent, parent },
    ...figuresOf(usage),
  })),
  ...children.map((child) => ({
    key: { section: 'child' as const, name: child.session },
    ...figuresOf(child),
  })),
];

const unloggedJson = ({ reportedNanoUsd, ...tokens }: Unlogged): NonNullable<SessionSums['unlogged']> => ({
  ...tokens,
  reportedUsd: reportedNanoUsd === undefined ? null : usdOf(reportedNanoUsd),
});

const unloggedNotes = (unlogged: Unlogged | undefined): readonly Note[] =>
  unlogged === undefined
    ? []
    : [
        {
          code: 'unlogged',
          text: `The program says that this session used ${tokensInWords(unlogged.total)} more than it logged (input ${compact(unlogged.input)}, output ${compact(unlogged.output)}, cache read ${compact(unlogged.cacheRead)}, cache write ${compact(unlogged.cacheWrite)})${unlogged.reportedNanoUsd === undefined ? '' : `, and that all of it cost ${formatUsd(unlogged.reportedNanoUsd)}`}. They are not in the figures above.`,
        },
      ];

const sessionLines = (facts: SessionFacts, screen: Screen): readonly string[] => [
  screen.paint.title(plain(`Session ${facts.session.session}`)),
  ...factsLines(facts, screen),
  ...section(
    'Models',
    partTable(
      'Model',
      facts.models.map((row) => ({ name: row.key.model ?? '(none)', usage: row })),
      facts.session,
      screen,
    ),
    screen,
  ),
  ...(facts.agents.length > 1
    ? section('Agents', partTable('Agent', facts.agents.map(agentPart), facts.session, screen), screen)
    : []),
  ...(facts.children.length > 0
    ? section(
        'Sessions it started',
        partTable(
          'Session',
          facts.children.map((child) => ({ name: shortId(child.session), usage: child })),
          undefined,
          screen,
        ),
        screen,
      )
    : []),
  ...turnLines(facts, screen),
  ...noteLines([...facts.notes, ...unloggedNotes(facts.unlogged)], screen),
  ...(facts.unlogged === undefined ? [] : bulletLines(facts.unseen, screen)),
];

const agentPart = ({ agent, depth, usage }: AgentLine): Part => ({
  name: `${depth > 0 ? `${'  '.repeat(depth - 1)}└ ` : ''}${agent ?? 'main'}`,
  usage,
});

const section = (title: string, lines: readonly string[], screen: Screen): string[] => [
  '',
  screen.paint.heading(title),
  ...lines,
];

const factsLines = ({ session, agents, zone, home }: SessionFacts, { paint, width }: Screen): string[] => {
  const { tokens } = session;
  const place = [session.project === null ? '' : tildePath(session.project, home), session.branch ?? '']
    .filter((text) => text !== '')
    .join(' · ');
  const cause = [
    session.channel && `channel ${session.channel}`,
    session.cron && `cron job ${session.cron}`,
    session.parentSession && `started by ${shortId(session.parentSession)}`,
  ]
    .filter(Boolean)
    .join(' · ');
  const billed = billedText(session);
  const facts: readonly (readonly [string, string])[] = [
    [
      'App',
      [session.app ?? '(none)', session.agent === null || agents.length > 1 ? '' : `agent ${session.agent}`]
        .filter(Boolean)
        .join(' · '),
    ],
    ['Project', place],
    ['Cause', cause],
    [
      'Time',
      `${showSpan(session.firstAt, session.lastAt, zone)} ${zone}${session.lastAt === session.firstAt ? '' : ` (${duration(session.lastAt - session.firstAt)})`}`,
    ],
    [
      'Calls',
      `${grouped(session.calls)}${session.errorCalls > 0 ? `, ${grouped(session.errorCalls)} failed` : ''}`,
    ],
    [
      'Tokens',
      `${grouped(tokens.total)} = ${compact(tokens.input)} input + ${compact(tokens.cacheRead)} cache read + ${compact(tokens.cacheWrite)} cache write + ${compact(tokens.output)} output`,
    ],
    [
      'Cost',
      knowledgeOf(session) === 'unpriced' && billed === '—'
        ? costText(session)
        : `${costText(session)} API list price${billed === costText(session) ? '' : ` · billed ${billed}`}`,
    ],
  ];
  return facts
    .filter(([, text]) => text !== '')
    .flatMap(([name, text]) =>
      wrap(plain(text), width - FACT_INDENT).map(
        (line, index) => `${paint.faint(pad(index === 0 ? name : '', FACT_INDENT - 1))} ${line}`,
      ),
    );
};

const FACT_INDENT = 9;

interface Part {
  readonly name: string;
  readonly usage: UsageTotals;
}

const partTable = (
  head: string,
  parts: readonly Part[],
  whole: UsageTotals | undefined,
  screen: Screen,
): string[] => {
  const { paint } = screen;
  const most = Math.max(...parts.map(({ usage }) => usage.cost.listNanoUsd));
  const columns: Column<Part>[] = [
    { head, min: 12, cell: ({ name }) => name },
    { head: 'Calls', align: 'right', cell: ({ usage }) => grouped(usage.calls) },
    { head: 'Input', align: 'right', wide: true, cell: ({ usage }) => compact(usage.tokens.input) },
    { head: 'Output', align: 'right', drop: 2, cell: ({ usage }) => compact(usage.tokens.output) },
    { head: 'Cache read', align: 'right', wide: true, cell: ({ usage }) => compact(usage.tokens.cacheRead) },
    {
      head: 'Cache write',
      align: 'right',
      wide: true,
      cell: ({ usage }) => compact(usage.tokens.cacheWrite),
    },
    { head: 'Tokens', align: 'right', cell: ({ usage }) => compact(usage.tokens.total) },
    { head: 'Cost', align: 'right', cell: ({ usage }) => costCell(usage, paint) },
  ];
  if (whole !== undefined)
    columns.push({
      head: 'Share',
      drop: 1,
      cell: ({ usage }) => ({
        text: `${percent(usage.cost.listNanoUsd, whole.cost.listNanoUsd).padStart(5)} ${bar(usage.cost.listNanoUsd, most, 10)}`,
        paint: paint.bar,
      }),
    });
  return renderTable(columns, parts, screen);
};

const turnLines = ({ turns, zone }: SessionFacts, screen: Screen): string[] => {
  const { turns: shown, omitted } = turns;
  if (shown.length === 0)
    return ['', screen.paint.faint('The single calls of this session are no longer kept; its totals are.')];
  const title =
    omitted === 0
      ? plural(shown.length, 'turn')
      : `Last ${plural(shown.length, 'turn')} of ${grouped(shown.length + omitted)}`;
  return section(title, turnTable(turns, zone, screen), screen);
};
