import { type Filter, sumTotals, type UsageTotals } from '@meterline/core';
import type { TaskOrder, TaskPage, TaskTotals } from '@meterline/store';
import type { AskedRange } from '../arguments/range.ts';
import { bar } from '../render/bar.ts';
import { costCell } from '../render/money.ts';
import { namesText, shellWord, shortId } from '../render/name.ts';
import { compact, duration, grouped, shownOf } from '../render/number.ts';
import { headingLines, nextLines, noteLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { plain, wrap } from '../render/text.ts';
import { showMomentNear } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, iso, type Note } from './envelope.ts';
import { TASKS, type TaskRow } from './kinds/tasks.ts';
import { omittedNote } from './omitted-note.ts';
import { figuresOf, type JsonUsageTotals } from './usage-figures.ts';

export interface TasksFacts {
  readonly page: TaskPage;
  readonly range: AskedRange;
  readonly where: readonly Filter[];
  readonly search: string;
  readonly order: TaskOrder;
  readonly zone: string;
  readonly now: number;
  readonly notes: readonly Note[];
}

export const wallMsOf = ({ firstAt, endedAt }: Pick<TaskTotals, 'firstAt' | 'endedAt'>): number =>
  endedAt - firstAt;

const rowOf = (task: TaskTotals): TaskRow => ({
  key: { task: task.task },
  apps: task.apps,
  agents: task.agents,
  models: task.models,
  sessions: task.sessions,
  project: task.project,
  feature: task.feature,
  user: task.user,
  firstAt: iso(task.firstAt),
  lastAt: iso(task.lastAt),
  endedAt: iso(task.endedAt),
  wallMs: wallMsOf(task),
  ...figuresOf(task),
});

/** The report of `meterline tasks`. */
export const tasksReport = (facts: TasksFacts): Report<TaskRow, JsonUsageTotals> => {
  const { page, range, zone, now } = facts;
  const totals = sumTotals(page.tasks);
  const left = page.count - page.tasks.length;
  const notes: readonly Note[] = [
    { code: 'whole_tasks', text: 'Figures are of whole tasks, also where the range cuts one.' },
    ...facts.notes,
    ...omittedNote(left, 'task'),
  ];
  return {
    kind: TASKS,
    envelope: envelopeOf(TASKS, {
      ...{ now, zone, range, by: ['task'] },
      rows: page.tasks.map(rowOf),
      totals: figuresOf(totals),
      notes,
    }),
    lines: (screen) => tasksLines(facts, totals, notes, screen),
  };
};

const ORDERS = {
  cost: 'most expensive first',
  hops: 'most hops first',
  tokens: 'most tokens first',
  longest: 'longest first',
  newest: 'newest first',
} as const;

/** What a task is, for whoever has none yet. */
const NO_TASKS = [
  'A task is a piece of work that runs through sessions, agents and programs, such as a ticket or a release. Every model call that names it is a hop.',
  'Name it where the call is made: the header x-meterline-task at the gateway, withTags({ task }) in the SDK, "task" in a call that you send or import. A W3C trace is a task by itself.',
];

const tasksLines = (
  facts: TasksFacts,
  totals: UsageTotals,
  notes: readonly Note[],
  screen: Screen,
): readonly string[] => {
  const { page, range, where, search, zone, order } = facts;
  const { tasks, count } = page;
  const head = headingLines(
    {
      title: shownOf(tasks.length, count, 'task'),
      ...{ range, zone, where },
      facts: [...(search === '' ? [] : [`with “${plain(search)}”`]), ORDERS[order], 'API list price'],
    },
    screen,
  );
  const first = tasks[0];
  if (first === undefined)
    return [...head, 'No tasks in this time.', '', ...NO_TASKS.flatMap((text) => wrap(text, screen.width))];
  return [
    ...head,
    ...renderTable(columnsOf(facts, screen), [...tasks], screen, [totalLine(totals)]),
    ...noteLines(notes, screen),
    '',
    ...nextLines(
      [{ command: `meterline task ${shellWord(shortId(first.task))}`, says: 'its hops as a waterfall' }],
      screen,
    ),
  ];
};

type Line = TaskTotals & { readonly total?: true };

const totalLine = (totals: UsageTotals): Line => ({
  ...totals,
  ...{ task: 'Total', apps: [], agents: [], models: [], sessions: 0 },
  ...{ project: null, feature: null, user: null, firstAt: 0, lastAt: 0, endedAt: 0, total: true },
});

const columnsOf = ({ zone, now, page }: TasksFacts, screen: Screen): Column<Line>[] => {
  const { paint } = screen;
  const text = (cell: (line: Line) => string) => (line: Line) => (line.total === true ? '' : cell(line));
  const most = Math.max(...page.tasks.map(({ cost }) => cost.listNanoUsd));
  return [
    {
      head: 'Task',
      min: 14,
      cell: ({ task, total }) => (total === true ? { text: task, paint: paint.heading } : shortId(task)),
    },
    { head: 'Last hop', drop: 4, cell: text(({ lastAt }) => showMomentNear(lastAt, now, zone)) },
    { head: 'Apps', min: 8, drop: 6, cell: text(({ apps }) => namesText(apps)) },
    { head: 'Agents', min: 8, wide: true, drop: 7, cell: text(({ agents }) => namesText(agents)) },
    { head: 'Models', min: 10, wide: true, drop: 8, cell: text(({ models }) => namesText(models)) },
    { head: 'Hops', align: 'right', cell: ({ calls }) => grouped(calls) },
    {
      head: 'Failed',
      align: 'right',
      drop: 5,
      cell: ({ errorCalls }) =>
        errorCalls === 0
          ? { text: '–', paint: paint.faint }
          : { text: grouped(errorCalls), paint: paint.bad },
    },
    { head: 'Took', align: 'right', cell: text((task) => duration(wallMsOf(task))) },
    { head: 'Tokens', align: 'right', drop: 3, cell: ({ tokens }) => compact(tokens.total) },
    { head: 'Cost', align: 'right', cell: (line) => costCell(line, paint) },
    {
      head: '',
      wide: true,
      drop: 9,
      cell: (line) => ({
        text: line.total === true ? '' : bar(line.cost.listNanoUsd, most, 10),
        paint: paint.bar,
      }),
    },
  ];
};
