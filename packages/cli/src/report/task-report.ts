import { knowledgeOf, totalsOfCall } from '@meterline/core';
import type { AgentLine, TaskDetail, TaskHop, TaskHops } from '@meterline/server';
import { billedText, costCell, costText } from '../render/money.ts';
import { shortId, tildePath } from '../render/name.ts';
import { compact, duration, grouped, plural } from '../render/number.ts';
import { nextLines, noteLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Cell, type Column, renderTable } from '../render/table.ts';
import { pad, plain, wrap } from '../render/text.ts';
import { waterfall } from '../render/waterfall.ts';
import { showSpan } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, iso, type Note } from './envelope.ts';
import { type HopRow, TASK, type TaskSums } from './kinds/task.ts';
import { omittedNote } from './omitted-note.ts';
import { wallMsOf } from './tasks-report.ts';
import { figuresOf, usdOf } from './usage-figures.ts';

export interface TaskFacts extends TaskDetail, TaskHops {
  readonly zone: string;
  readonly now: number;
  readonly home: string;
  readonly notes: readonly Note[];
}

/** The report of `meterline task`. */
export const taskReport = (facts: TaskFacts): Report<HopRow, TaskSums> => {
  const { task, zone, now, hops, timing } = facts;
  const notes = [...facts.notes, ...hopNotes(facts)];
  return {
    kind: TASK,
    envelope: envelopeOf(TASK, {
      ...{ now, zone, range: { from: task.firstAt, to: task.lastAt + 1 }, by: ['call'] },
      rows: hops.map(rowOf),
      totals: { ...figuresOf(task), ...timing },
      notes,
    }),
    lines: (screen) => taskLines(facts, notes, screen),
  };
};

const rowOf = ({ call, offsetMs, soFar }: TaskHop): HopRow => ({
  key: { call: call.id },
  start: iso(call.startedAt),
  offsetMs,
  latencyMs: call.latencyMs ?? null,
  app: call.app ?? null,
  session: call.session ?? null,
  agent: call.agent ?? null,
  parentAgent: call.parentAgent ?? null,
  model: call.modelCanonical,
  status: call.status,
  errorType: call.errorType ?? null,
  attempt: call.attempt ?? null,
  tokens: figuresOf(totalsOfCall(call)).tokens,
  listUsd: call.cost.listNanoUsd === undefined ? null : usdOf(call.cost.listNanoUsd),
  soFarUsd: usdOf(soFar.cost.listNanoUsd),
});

const hopNotes = ({ task, hops, totalsOnly, timing }: TaskFacts): readonly Note[] => {
  const left = task.calls - totalsOnly - hops.length;
  return [
    ...(totalsOnly > 0
      ? [{ code: 'totals_only', text: `${plural(totalsOnly, 'earlier hop')} kept in sums only.` }]
      : []),
    ...omittedNote(left, 'hop'),
    ...(timing.untimedHops > 0
      ? [
          {
            code: 'untimed',
            text: `${plural(timing.untimedHops, 'hop')} (•) of which it is not known how long they took.`,
          },
        ]
      : []),
  ];
};

const taskLines = (facts: TaskFacts, notes: readonly Note[], screen: Screen): readonly string[] => {
  const { hops, task } = facts;
  const { paint } = screen;
  const first = hops.find(({ call }) => call.status !== 'ok') ?? hops[0];
  const title =
    hops.length === task.calls
      ? plural(hops.length, 'hop')
      : `${plural(hops.length, 'hop')} of ${grouped(task.calls)}`;
  return [
    paint.title(plain(`Task ${task.task}`)),
    ...factsLines(facts, screen),
    '',
    ...(first === undefined
      ? [paint.faint('The single hops of this task are no longer kept; its totals are.')]
      : [paint.heading(title), ...renderTable(hopColumns(facts, screen), hops, screen)]),
    ...noteLines(notes, screen),
    ...(first === undefined
      ? []
      : [
          '',
          ...nextLines(
            [
              {
                command: `meterline explain ${first.call.id.slice(0, CALL_ID)}`,
                says: 'one hop, and its cost',
              },
            ],
            screen,
          ),
        ]),
  ];
};

const CALL_ID = 8;
const FACT_INDENT = 9;
const MAX_NAMED = 4;

const factsLines = (facts: TaskFacts, { paint, width }: Screen): string[] =>
  factsOf(facts)
    .filter(([, text]) => text !== '')
    .flatMap(([name, text]) =>
      wrap(plain(text), width - FACT_INDENT).map(
        (line, index) => `${paint.faint(pad(index === 0 ? name : '', FACT_INDENT - 1))} ${line}`,
      ),
    );

const named = (names: readonly string[]): string =>
  names.length > MAX_NAMED
    ? `${names.slice(0, MAX_NAMED).join(', ')} and ${names.length - MAX_NAMED} more`
    : names.join(', ');

const factsOf = (facts: TaskFacts): readonly (readonly [string, string])[] => {
  const { task, zone, home, timing } = facts;
  const { tokens } = task;
  const wall = wallMsOf(task);
  const billed = billedText(task);
  return [
    [
      'Apps',
      [named(task.apps), task.sessions === 0 ? '' : plural(task.sessions, 'session')]
        .filter(Boolean)
        .join(' · '),
    ],
    ['Cause', causeOf(facts, home)],
    ['Agents', named(facts.agents.map(agentText))],
    [
      'Time',
      `${showSpan(task.firstAt, task.endedAt, zone)} ${zone}${wall === 0 ? '' : ` (${duration(wall)})`}`,
    ],
    ['Went to', timeText(timing)],
    ['Hops', `${grouped(task.calls)}${task.errorCalls > 0 ? `, ${grouped(task.errorCalls)} failed` : ''}`],
    [
      'Tokens',
      `${grouped(tokens.total)} = ${compact(tokens.input)} input + ${compact(tokens.cacheRead)} cache read + ${compact(tokens.cacheWrite)} cache write + ${compact(tokens.output)} output`,
    ],
    [
      'Cost',
      knowledgeOf(task) === 'unpriced' && billed === '—'
        ? costText(task)
        : `${costText(task)} API list price${billed === costText(task) ? '' : ` · billed ${billed}`}`,
    ],
  ];
};

const causeOf = ({ task }: TaskFacts, home: string): string =>
  [
    task.feature && `feature ${task.feature}`,
    task.user && `user ${task.user}`,
    task.project && tildePath(task.project, home),
  ]
    .filter(Boolean)
    .join(' · ');

const agentText = ({ agent, usage }: AgentLine): string =>
  `${agent ?? '(none)'} ${knowledgeOf(usage) === 'unpriced' ? '—' : costText(usage)}`;

/** `4 min 2 s in calls, 31 s of it side by side (at most 3) · 5 min waiting` */
const timeText = ({
  inCallsMs,
  parallelMs,
  waitingMs,
  mostAtOnce,
  untimedHops,
}: TaskDetail['timing']): string => {
  if (mostAtOnce === 0) return '';
  const inCalls = `${untimedHops > 0 ? 'at least ' : ''}${duration(inCallsMs)} in calls`;
  const beside =
    parallelMs === 0 ? '' : `, ${duration(parallelMs)} of it side by side (at most ${mostAtOnce})`;
  return `${inCalls}${beside}${waitingMs === null ? '' : ` · ${duration(waitingMs)} waiting`}`;
};

/** How far an agent stands below the uppermost that is named. */
const depthsOf = (agents: readonly AgentLine[]): ReadonlyMap<string | null, number> => {
  const named = agents.filter(({ agent }) => agent !== null);
  const least = Math.min(...named.map(({ depth }) => depth));
  return new Map(named.map(({ agent, depth }) => [agent, depth - least]));
};

const WATERFALL = 18;
const WIDE_WATERFALL = 40;
const WIDE_SCREEN = 110;

const hopColumns = (facts: TaskFacts, screen: Screen): Column<TaskHop>[] => {
  const { paint } = screen;
  const wall = wallMsOf(facts.task);
  const width = screen.width >= WIDE_SCREEN ? WIDE_WATERFALL : WATERFALL;
  const depths = depthsOf(facts.agents);
  const ends = facts.hops.some((hop) => endText(hop) !== '');
  return [
    { head: 'After', align: 'right', cell: ({ offsetMs }) => duration(offsetMs) },
    {
      head: 'Agent',
      min: 8,
      cell: ({ call }) => {
        const agent = call.agent ?? null;
        return `${'  '.repeat(depths.get(agent) ?? 0)}${agent ?? '–'}`;
      },
    },
    { head: 'App', min: 8, wide: true, drop: 5, cell: ({ call }) => shortId(call.app ?? '–') },
    { head: 'Model', min: 10, drop: 4, cell: ({ call }) => call.modelCanonical },
    {
      head:
        wall === 0 ? '' : pad(`0 ${'·'.repeat(width - 3 - duration(wall).length)} ${duration(wall)}`, width),
      cell: ({ call, offsetMs }): Cell => ({
        text: waterfall(offsetMs, call.latencyMs, wall, width),
        paint: call.status === 'ok' ? paint.bar : paint.bad,
      }),
    },
    {
      head: 'Took',
      align: 'right',
      cell: ({ call }) => (call.latencyMs === undefined ? '–' : duration(call.latencyMs)),
    },
    ...(ends
      ? [{ head: 'End', cell: (hop: TaskHop): Cell => ({ text: endText(hop), paint: paint.bad }) }]
      : []),
    {
      head: 'Tokens',
      align: 'right',
      drop: 2,
      wide: true,
      cell: ({ call }) => compact(totalsOfCall(call).tokens.total),
    },
    { head: 'Cost', align: 'right', cell: ({ call }) => costCell(totalsOfCall(call), paint) },
    {
      head: 'So far',
      align: 'right',
      drop: 3,
      wide: true,
      cell: ({ soFar }) => ({
        text: knowledgeOf(soFar) === 'unpriced' ? '—' : costText(soFar),
        paint: paint.faint,
      }),
    },
  ];
};

/** What is not as it should be: `failed`, `left`, `try 2`. */
const endText = ({ call }: TaskHop): string => {
  if (call.status === 'error') return 'failed';
  if (call.status === 'aborted') return 'cut off';
  return (call.attempt ?? 1) > 1 ? `try ${call.attempt}` : '';
};
