import type { Filter, TimeRange } from '@meterline/core';
import { filterText } from '../arguments/filter.ts';
import type { AskedRange } from '../arguments/range.ts';
import type { Note } from '../report/envelope.ts';
import type { Screen } from './screen.ts';
import { plain, textWidth, wrap } from './text.ts';
import { showDate, showDays } from './when.ts';

const PERIOD_WORDS = {
  '24h': 'last 24 hours',
  today: 'today',
  yesterday: 'yesterday',
  week: 'this week',
  month: 'this month',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
  '90d': 'last 90 days',
  year: 'this year',
  all: 'all time',
} as const;

/** `24 Oct – 22 Nov 2026`, `since 24 Oct 2026`, `all time` */
export const rangeText = ({ from, to }: TimeRange, zone: string): string => {
  if (from !== undefined && to !== undefined) return showDays(from, to, zone);
  if (from !== undefined) return `since ${showDate(from, zone)}`;
  return to === undefined ? 'all time' : `until ${showDate(to - 1, zone)}`;
};

/** Where a report has nothing to show. */
export const NO_CALLS = 'No calls in this time. Take a longer --period, or run `meterline import`.';

export interface Heading {
  readonly title: string;
  readonly range?: AskedRange;
  readonly zone: string;
  readonly where?: readonly Filter[];
  /** Further facts for the faint second line. */
  readonly facts?: readonly string[];
}

/** Packs facts into faint lines, breaking only between facts so that no date is ever cut in two. */
const factLines = (facts: readonly string[], width: number): string[] => {
  const lines: string[] = [];
  for (const fact of facts) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(last) + 3 + textWidth(fact) <= width)
      lines[lines.length - 1] = `${last} · ${fact}`;
    else lines.push(fact);
  }
  return lines;
};

/** Title and, below it, what the figures are of: days, zone, filters. */
export const headingLines = (heading: Heading, screen: Screen): string[] => {
  const { range, zone, where = [], facts = [] } = heading;
  const period = range?.period === undefined ? undefined : PERIOD_WORDS[range.period];
  const title = period === undefined ? heading.title : `${heading.title}, ${period}`;
  const days = range === undefined ? undefined : rangeText(range, zone);
  const about = [
    ...(days === undefined || days === period ? [] : [days]),
    zone,
    ...where.map((filter) => plain(filterText(filter))),
    ...facts,
  ];
  return [
    screen.paint.title(plain(title)),
    ...factLines(about, screen.width).map((line) => screen.paint.faint(line)),
    '',
  ];
};

/** Notes below a report, each wrapped and set off by its first word. */
export const noteLines = (notes: readonly Note[], screen: Screen): string[] => {
  if (notes.length === 0) return [];
  const lines = notes.flatMap(({ code, text }) => {
    const tone =
      code.startsWith('unpriced') || code.startsWith('unlogged') ? screen.paint.warn : screen.paint.faint;
    return wrap(plain(text), screen.width).map(tone);
  });
  return ['', ...lines];
};

/** A list of sentences, wrapped behind its bullets. */
export const bulletLines = (sentences: readonly string[], screen: Screen): string[] =>
  sentences.flatMap((sentence) =>
    wrap(plain(sentence), screen.width - 4).map((line, index) =>
      screen.paint.faint(`  ${index === 0 ? '·' : ' '} ${line}`),
    ),
  );

/** What to do next: commands, each with a few words. */
export const nextLines = (given: readonly { command: string; says: string }[], screen: Screen): string[] => {
  // An id may come from anywhere.
  const next = given.map(({ command, says }) => ({ command: plain(command), says }));
  const width = Math.max(...next.map(({ command }) => textWidth(command)));
  return next.map(
    ({ command, says }) =>
      `  ${screen.paint.command(command)}${' '.repeat(width - textWidth(command))}  ${screen.paint.faint(says)}`,
  );
};
