import { type Interval, knowledgeOf, type UsageTotals } from '@meterline/core';
import { bar } from './bar.ts';
import { anyReported, billedDiffers, billedText, costCell, reportedText } from './money.ts';
import { dimensionColumn } from './name.ts';
import { change, compact, grouped, percent } from './number.ts';
import type { Paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { isWide } from './screen.ts';
import { type Column, renderTable } from './table.ts';
import { showDate, showDayNear, showMomentNear, showMonth, showWeekday } from './when.ts';

/** A line of a usage table: a row of the ledger, a gap, what a limit left out, or the totals. */
export interface UsageLine {
  readonly usage: UsageTotals;
  readonly key: Readonly<Record<string, string | null>>;
  readonly start: number | null;
  /** Stands in the first column instead of a name. */
  readonly label?: string;
  readonly previous?: UsageTotals | undefined;
}

export interface UsageTableOptions {
  readonly by: readonly string[];
  readonly interval: Interval | undefined;
  readonly zone: string;
  readonly now: number;
  readonly home: string;
  readonly compare: boolean;
}

/** `Mon 24 Oct`, `24 Oct 14:00`, `24 Oct 2026`, `Oct 2026` */
const intervalText = (start: number, interval: Interval, now: number, zone: string): string => {
  if (interval === 'hour') return showMomentNear(start, now, zone);
  if (interval === 'month') return showMonth(start, zone);
  if (interval === 'week') return showDate(start, zone);
  return `${showWeekday(start, zone)} ${showDayNear(start, now, zone)}`;
};

const INTERVAL_HEADS = { hour: 'Hour', day: 'Day', week: 'Week of', month: 'Month' } as const;

const count = (
  head: string,
  value: (usage: UsageTotals) => number,
  more: Partial<Column<UsageLine>> = {},
): Column<UsageLine> => ({
  head,
  align: 'right',
  cell: ({ usage }) => (usage.calls === 0 ? '–' : compact(value(usage))),
  ...more,
});

/** Tokens by kind: on narrow screens only their sum. */
const tokenColumns = (): Column<UsageLine>[] => [
  count('Input', ({ tokens }) => tokens.input, { wide: true, drop: 5 }),
  count('Output', ({ tokens }) => tokens.output, { wide: true, drop: 5 }),
  count('Cache read', ({ tokens }) => tokens.cacheRead, { wide: true, drop: 6 }),
  count('Cache write', ({ tokens }) => tokens.cacheWrite, { wide: true, drop: 7 }),
  count('Tokens', ({ tokens }) => tokens.total, { drop: 2 }),
];

const moneyColumns = (lines: readonly UsageLine[], compare: boolean, paint: Paint): Column<UsageLine>[] => {
  const usages = lines.map(({ usage }) => usage);
  const columns: Column<UsageLine>[] = [
    { head: 'Cost', align: 'right', cell: ({ usage }) => costCell(usage, paint) },
  ];
  if (billedDiffers(usages))
    columns.push({ head: 'Billed', align: 'right', drop: 4, cell: ({ usage }) => billedText(usage) });
  if (anyReported(usages))
    columns.push({
      head: 'Reported',
      align: 'right',
      wide: true,
      drop: 6,
      cell: ({ usage }) => reportedText(usage.cost),
    });
  if (compare) columns.push(...compareColumns(paint));
  return columns;
};

const compareColumns = (paint: Paint): Column<UsageLine>[] => [
  {
    head: 'Before',
    align: 'right',
    drop: 3,
    cell: ({ previous }) => (previous === undefined ? '–' : costCell(previous, paint).text),
  },
  {
    head: 'Change',
    align: 'right',
    cell: ({ usage, previous }) => {
      const [now, before] = [usage.cost.listNanoUsd, previous?.cost.listNanoUsd ?? 0];
      const text = change(now, before);
      if (/^([–±]|[+−][1-9] )/.test(text)) return { text, paint: paint.faint };
      return { text, paint: now > before ? paint.warn : paint.good };
    },
  },
];

const NARROW_BAR = 8;
const WIDE_BAR = 12;

/** Share of the cost; where nothing has a cost, of the tokens. */
const shareColumn = (
  lines: readonly UsageLine[],
  totals: UsageTotals,
  overTime: boolean,
  screen: Screen,
): Column<UsageLine> => {
  const byCost = totals.cost.listNanoUsd > 0;
  const measure = (usage: UsageTotals): number => (byCost ? usage.cost.listNanoUsd : usage.tokens.total);
  const most = lines.reduce((max, { usage }) => Math.max(max, measure(usage)), 0);
  const width = isWide(screen) ? WIDE_BAR : NARROW_BAR;
  return {
    head: overTime ? '' : byCost ? 'Share' : 'Share of tokens',
    drop: 1,
    cell: (line) => {
      if (line.label === TOTAL_LABEL) return '';
      const drawn = bar(measure(line.usage), most, width);
      if (overTime) return { text: drawn, paint: screen.paint.bar };
      // A share of nothing known is not 0 %.
      const unknown = byCost && knowledgeOf(line.usage) === 'unpriced';
      const share = unknown ? '—' : percent(measure(line.usage), measure(totals));
      return { text: `${share.padStart(5)} ${drawn}`, paint: screen.paint.bar };
    },
  };
};

export const TOTAL_LABEL = 'Total';

/** The first column carries the label of a line that is no row. */
const labelled = (column: Column<UsageLine>, paint: Paint): Column<UsageLine> => ({
  ...column,
  cell: (line) =>
    line.label === undefined
      ? column.cell(line)
      : { text: line.label, paint: line.label === TOTAL_LABEL ? paint.heading : paint.faint },
});

const nameColumns = (
  { by, interval, zone, now, home }: UsageTableOptions,
  lines: readonly UsageLine[],
  paint: Paint,
): Column<UsageLine>[] => {
  const columns: Column<UsageLine>[] = by.map((dimension) =>
    dimensionColumn<UsageLine>(dimension, ({ key }) => key[dimension], home, paint),
  );
  if (interval !== undefined) columns.unshift(intervalColumn(interval, now, zone, lines));
  const first = columns[0] ?? { head: '', cell: () => '' };
  return [labelled(first, paint), ...columns.slice(1)];
};

/** The date stands only on the first line of each interval. */
const intervalColumn = (
  interval: Interval,
  now: number,
  zone: string,
  lines: readonly UsageLine[],
): Column<UsageLine> => {
  const firsts = new Set<UsageLine>(lines.filter((line, index) => lines[index - 1]?.start !== line.start));
  return {
    head: INTERVAL_HEADS[interval],
    cell: (line) =>
      line.start === null || !firsts.has(line) ? '' : intervalText(line.start, interval, now, zone),
  };
};

/** The table of `costs` and of everything that looks like it: names, calls, tokens, money, share; totals last. */
export const usageTable = (
  lines: readonly UsageLine[],
  totals: UsageLine,
  options: UsageTableOptions,
  screen: Screen,
): string[] => {
  const columns: Column<UsageLine>[] = [
    ...nameColumns(options, lines, screen.paint),
    {
      head: 'Calls',
      align: 'right',
      drop: 3,
      cell: ({ usage }) => (usage.calls === 0 ? '–' : grouped(usage.calls)),
    },
    ...tokenColumns(),
    ...moneyColumns([...lines, totals], options.compare, screen.paint),
    shareColumn(lines, totals.usage, options.interval !== undefined, screen),
  ];
  return renderTable(columns, lines, screen, [{ ...totals, label: TOTAL_LABEL }]);
};
