import { formatUsd, sumTotals, type UsageTotals } from '@meterline/core';
import { BLOCK_MS, type Block, isRunning, projectedBlock } from '@meterline/server';
import type { Question } from '../arguments/question.ts';
import { bar } from '../render/bar.ts';
import { costCell } from '../render/money.ts';
import { compact, duration, grouped, plural } from '../render/number.ts';
import { headingLines, NO_CALLS, noteLines } from '../render/page.ts';
import { isWide, type Screen } from '../render/screen.ts';
import { type Cell, type Column, renderTable } from '../render/table.ts';
import { showClock, showMomentNear } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, iso, type Note } from './envelope.ts';
import { BLOCKS, type BlockRow } from './kinds/blocks.ts';
import { figuresOf, type JsonUsageTotals, usdOf } from './usage-figures.ts';

export interface BlocksFacts {
  /** Oldest first. */
  readonly blocks: readonly Block[];
  /** How many there are in all. */
  readonly count: number;
  readonly question: Question;
  readonly zone: string;
  readonly now: number;
  readonly notes: readonly Note[];
}

const rowOf = (block: Block, now: number): BlockRow => {
  const pace = projectedBlock(block, now);
  return {
    start: iso(block.start),
    end: iso(block.end),
    firstAt: iso(block.firstAt),
    lastAt: iso(block.lastAt),
    active: isRunning(block, now),
    models: block.models,
    ...figuresOf(block.usage),
    projectedUsd: pace === null ? null : usdOf(pace),
  };
};

const sumOf = (blocks: readonly Block[]): UsageTotals => sumTotals(blocks.map(({ usage }) => usage));

/** The report of `meterline blocks`. */
export const blocksReport = (facts: BlocksFacts): Report<BlockRow, JsonUsageTotals> => {
  const { blocks, count, now } = facts;
  const notes: readonly Note[] = [
    { code: 'approximate', text: 'Windows by the usual convention; no provider publishes its exact rule.' },
    ...facts.notes,
    ...(count > blocks.length
      ? [
          {
            code: 'rows_omitted',
            text: `${plural(count - blocks.length, 'earlier window')}; --limit shows more.`,
          },
        ]
      : []),
  ];
  return {
    kind: BLOCKS,
    envelope: envelopeOf(BLOCKS, {
      now,
      zone: facts.zone,
      range: facts.question.range,
      rows: blocks.map((block) => rowOf(block, now)),
      totals: figuresOf(sumOf(blocks)),
      notes,
    }),
    lines: (screen) => blocksLines(facts, notes, screen),
  };
};

/** A window, the pause before it, or the sum. */
type Line = { readonly block: Block } | { readonly pauseMs: number } | { readonly sum: UsageTotals };

const linesOf = (blocks: readonly Block[]): readonly Line[] =>
  blocks.flatMap((block, index) => {
    const before = blocks[index - 1];
    const pauseMs = before === undefined ? 0 : block.firstAt - before.lastAt;
    const pause = before !== undefined && pauseMs > BLOCK_MS ? [{ pauseMs }] : [];
    return [...pause, { block }];
  });

const blocksLines = (facts: BlocksFacts, notes: readonly Note[], screen: Screen): readonly string[] => {
  const { question, zone, blocks, now } = facts;
  const head = headingLines(
    { title: '5-hour windows', ...question, zone, facts: ['API list price'] },
    screen,
  );
  if (blocks.length === 0) return [...head, NO_CALLS];
  return [
    ...head,
    ...renderTable(columnsFor(facts, screen), linesOf(blocks), screen, [{ sum: sumOf(blocks) }]),
    ...activeLines(blocks, now, screen),
    ...noteLines(notes, screen),
  ];
};

/** What the running window comes to. */
const activeLines = (blocks: readonly Block[], now: number, { paint }: Screen): string[] => {
  const running = blocks.find((block) => isRunning(block, now));
  if (running === undefined) return [];
  const pace = projectedBlock(running, now);
  const text = `Running: ${duration(running.end - now)} left`;
  return ['', `${paint.heading(text)}${pace === null ? '' : `, about ${formatUsd(pace)} at this pace`}`];
};

const columnsFor = ({ blocks, zone, now }: BlocksFacts, screen: Screen): Column<Line>[] => {
  const { paint } = screen;
  const most = Math.max(...blocks.map(({ usage }) => usage.cost.listNanoUsd));
  const ofBlock = (cell: (block: Block) => Cell | string) => (line: Line) =>
    'block' in line ? cell(line.block) : '';
  const ofUsage = (cell: (usage: UsageTotals) => Cell | string) => (line: Line) => {
    if ('block' in line) return cell(line.block.usage);
    return 'sum' in line ? cell(line.sum) : '';
  };
  return [
    { head: 'Window', cell: (line) => windowCell(line, now, zone, screen) },
    { head: 'Calls', align: 'right', cell: ofUsage(({ calls }) => grouped(calls)) },
    { head: 'Input', align: 'right', wide: true, cell: ofUsage(({ tokens }) => compact(tokens.input)) },
    { head: 'Output', align: 'right', wide: true, cell: ofUsage(({ tokens }) => compact(tokens.output)) },
    { head: 'Tokens', align: 'right', cell: ofUsage(({ tokens }) => compact(tokens.total)) },
    { head: 'Cost', align: 'right', cell: ofUsage((usage) => costCell(usage, paint)) },
    {
      head: '',
      drop: 1,
      cell: ofBlock((block) => ({
        text: `${bar(block.usage.cost.listNanoUsd, most, isWide(screen) ? 24 : 12)}${isRunning(block, now) ? ' now' : ''}`,
        paint: paint.bar,
      })),
    },
    { head: 'Most spent on', wide: true, min: 12, drop: 2, cell: ofBlock(({ models }) => firstOf(models)) },
  ];
};

const firstOf = ([first = '', ...more]: readonly string[]): string =>
  more.length === 0 ? first : `${first} +${more.length}`;

const windowCell = (line: Line, now: number, zone: string, { paint }: Screen): Cell => {
  if ('sum' in line) return { text: 'Total', paint: paint.heading };
  if ('pauseMs' in line) return { text: `  pause of ${duration(line.pauseMs)}`, paint: paint.faint };
  const { start, end } = line.block;
  return { text: `${showMomentNear(start, now, zone)}–${showClock(end, zone)}` };
};
