import { cacheHitRate, formatUsd, knowledgeOf, sentTokens } from '@meterline/core';
import { type CacheUse, type CacheUses, usesCache } from '@meterline/server';
import type { Question } from '../arguments/question.ts';
import { bar } from '../render/bar.ts';
import { costCell } from '../render/money.ts';
import { shortId } from '../render/name.ts';
import { compact, grouped, percent, plural } from '../render/number.ts';
import { headingLines } from '../render/page.ts';
import { isWide, type Screen } from '../render/screen.ts';
import { type Cell, type Column, renderTable } from '../render/table.ts';
import { wrap } from '../render/text.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { CACHE, type CacheRow, type CacheTotals } from './kinds/cache.ts';
import { figuresOf, usdOf } from './usage-figures.ts';

export interface CacheFacts {
  readonly uses: CacheUses;
  readonly question: Question;
  readonly zone: string;
  readonly now: number;
  /** Sessions to show. */
  readonly worst: number;
}

interface Line {
  readonly name: string;
  readonly use: CacheUse;
}

/** A session below this sent too little for its hit rate to say anything. */
const MIN_SESSION_TOKENS = 10_000;

/** Sessions by what went uncached, the most first: there is the money to be saved. */
const worstSessions = ({ uses, worst }: CacheFacts): readonly Line[] =>
  [...uses.sessions.values()]
    .filter(({ use }) => sentTokens(use.usage.tokens) >= MIN_SESSION_TOKENS)
    .sort((a, b) => uncached(b.use) - uncached(a.use))
    .slice(0, worst)
    .map(({ session, use }) => ({ name: session, use }));

const uncached = ({ usage }: CacheUse): number => usage.tokens.input + usage.tokens.cacheWrite;

const modelLines = ({ uses }: CacheFacts): readonly Line[] =>
  [...uses.models]
    .map(([name, use]) => ({ name, use }))
    .sort((a, b) => sentTokens(b.use.usage.tokens) - sentTokens(a.use.usage.tokens));

const figures = (use: CacheUse): CacheTotals => ({
  ...figuresOf(use.usage),
  hitRate: cacheHitRate(use.usage.tokens),
  savedUsd: isSavedKnown(use) ? usdOf(use.savedNanoUsd) : null,
  writePremiumUsd: isSavedKnown(use) ? usdOf(use.premiumNanoUsd) : null,
});

/** Without a price nothing is known of what a cache saved, which is not that it saved nothing. */
const isSavedKnown = ({ usage, savedNanoUsd }: CacheUse): boolean =>
  savedNanoUsd !== 0 || knowledgeOf(usage) !== 'unpriced' || !usesCache(usage);

const notesOf = ({ uses }: CacheFacts): readonly Note[] => [
  {
    code: 'prices_now',
    text: 'Saved: against the same tokens sent uncached, at the prices known now, less the extra price of cache writes.',
  },
  ...(uses.estimatedCalls === 0
    ? []
    : [
        {
          code: 'estimated',
          text: `About: ${plural(uses.estimatedCalls, 'call')} with further price rules are kept as totals only, and count at the model's base price.`,
        },
      ]),
];

/** The report of `meterline cache`. */
export const cacheReport = (facts: CacheFacts): Report<CacheRow, CacheTotals> => {
  const rowOf =
    (section: 'model' | 'session') =>
    ({ name, use }: Line): CacheRow => ({ key: { section, name }, ...figures(use) });
  return {
    kind: CACHE,
    envelope: envelopeOf(CACHE, {
      now: facts.now,
      zone: facts.zone,
      range: facts.question.range,
      by: ['section', 'name'],
      rows: [...modelLines(facts).map(rowOf('model')), ...worstSessions(facts).map(rowOf('session'))],
      totals: figures(facts.uses.total),
      notes: notesOf(facts),
    }),
    lines: (screen) => cacheLines(facts, screen),
  };
};

const cacheLines = (facts: CacheFacts, screen: Screen): readonly string[] => {
  const { question, zone, uses } = facts;
  const head = headingLines(
    { title: 'Prompt cache', range: question.range, zone, where: question.where },
    screen,
  );
  if (uses.total.usage.calls === 0)
    return [...head, 'No calls in this time. Take a longer --period, or run `meterline import`.'];
  const sessions = worstSessions(facts);
  return [
    ...head,
    ...verdict(uses.total, screen),
    '',
    ...cacheTable('Model', modelLines(facts), screen, { name: 'Total', use: uses.total }),
    ...(sessions.length === 0
      ? []
      : [
          '',
          screen.paint.heading('Sessions that sent the most uncached'),
          ...cacheTable('Session', sessions, screen),
        ]),
    '',
    ...notesOf(facts)
      .flatMap(({ text }) => wrap(text, screen.width))
      .map(screen.paint.faint),
  ];
};

const signed = (nanoUsd: number): string => (nanoUsd < 0 ? `−${formatUsd(-nanoUsd)}` : formatUsd(nanoUsd));

/** The two figures that matter, in words. */
const verdict = (total: CacheUse, { paint }: Screen): string[] => {
  const { tokens } = total.usage;
  const rate = percent(tokens.cacheRead, sentTokens(tokens));
  return [`${paint.heading(rate)} of the input came from a cache.`, savedSentence(total, paint)];
};

const savedSentence = (total: CacheUse, paint: Screen['paint']): string => {
  const saved = total.savedNanoUsd;
  if (!isSavedKnown(total)) return 'What it saved is not known: none of the models has a price.';
  return saved >= 0
    ? `It saved ${paint.money(formatUsd(saved))}, after ${formatUsd(total.premiumNanoUsd)} extra for writing it.`
    : `It cost ${paint.bad(formatUsd(-saved))} more than no cache: it is written more than it is read.`;
};

const savedCell = ({ use }: Line, { paint }: Screen): Cell => {
  if (!isSavedKnown(use)) return { text: '—', paint: paint.faint };
  const tone = use.savedNanoUsd < 0 ? paint.bad : use.savedNanoUsd === 0 ? paint.faint : paint.money;
  return { text: signed(use.savedNanoUsd), paint: tone };
};

const cacheTable = (head: string, lines: readonly Line[], screen: Screen, total?: Line): string[] => {
  const columns: Column<Line>[] = [
    { head, min: 12, cell: ({ name }) => (head === 'Session' ? shortId(name) : name) },
    { head: 'Calls', align: 'right', drop: 3, cell: ({ use }) => grouped(use.usage.calls) },
    { head: 'Uncached', align: 'right', cell: ({ use }) => compact(use.usage.tokens.input) },
    { head: 'Written', align: 'right', cell: ({ use }) => compact(use.usage.tokens.cacheWrite) },
    { head: 'Read', align: 'right', cell: ({ use }) => compact(use.usage.tokens.cacheRead) },
    {
      head: 'Hit rate',
      align: 'right',
      cell: ({ use }) => percent(use.usage.tokens.cacheRead, sentTokens(use.usage.tokens)),
    },
    {
      head: '',
      drop: 2,
      cell: ({ use }) => ({
        text: bar(use.usage.tokens.cacheRead, sentTokens(use.usage.tokens), isWide(screen) ? 16 : 8),
        paint: screen.paint.bar,
      }),
    },
    { head: 'Saved', align: 'right', cell: (line) => savedCell(line, screen) },
    { head: 'Cost', align: 'right', drop: 1, cell: ({ use }) => costCell(use.usage, screen.paint) },
  ];
  return renderTable(columns, lines, screen, total === undefined ? undefined : [total]);
};
