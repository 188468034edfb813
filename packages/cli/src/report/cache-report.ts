import { formatUsd, sentTokens } from '@meterline/core';
import type { CacheFigures, CacheSavings } from '@meterline/server';
import type { Question } from '../arguments/question.ts';
import { bar } from '../render/bar.ts';
import { costCell } from '../render/money.ts';
import { shortId, tildePath } from '../render/name.ts';
import { compact, grouped, percent, plural, tokensInWords } from '../render/number.ts';
import { headingLines, NO_CALLS } from '../render/page.ts';
import { isWide, type Screen } from '../render/screen.ts';
import { type Cell, type Column, renderTable } from '../render/table.ts';
import { wrap } from '../render/text.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { CACHE, type CacheRow, type CacheTotals } from './kinds/cache.ts';
import { figuresOf, usdOf } from './usage-figures.ts';

export interface CacheFacts {
  readonly cache: CacheSavings;
  readonly question: Question;
  readonly zone: string;
  readonly now: number;
  readonly home: string;
  /** Projects that a person is shown. */
  readonly projects: number;
}

const usdOrNull = (nanoUsd: number | null): number | null => (nanoUsd === null ? null : usdOf(nanoUsd));

const figures = (use: CacheFigures): CacheTotals => ({
  ...figuresOf(use.usage),
  hitRate: use.hitRate,
  savedUsd: usdOrNull(use.netSavedNanoUsd),
  writePremiumUsd: use.netSavedNanoUsd === null ? null : usdOf(use.usage.cost.cachePremiumNanoUsd),
  lapses: use.lapses,
  lapsedTokens: use.lapsedTokens,
  lapsedUsd: usdOrNull(use.lapsedNanoUsd),
  oneHourGainUsd: usdOrNull(use.oneHourGainNanoUsd),
});

const rowsOf = ({ models, projects, sessions }: CacheSavings): readonly CacheRow[] => {
  const row = (section: CacheRow['key']['section'], name: string | null, of: string | null) => ({
    section,
    name,
    of,
  });
  return [
    ...models.map((use) => ({ key: row('model', use.key.model, use.key.provider), ...figures(use) })),
    ...projects.map((use) => ({ key: row('project', use.key.project, null), ...figures(use) })),
    ...sessions.map(({ session: { session, app }, ...use }) => ({
      key: row('session', session, app),
      ...figures(use),
    })),
  ];
};

const notesOf = ({ cache: { totals, estimated } }: CacheFacts): readonly Note[] => [
  {
    code: 'list_price',
    text: 'Saved: against the same tokens sent uncached, at the prices of each call, less the extra price of cache writes.',
  },
  ...(totals.lapses === 0
    ? []
    : [
        {
          code: 'lapses',
          text: `Lapsed: written again after a pause that was longer than the cache lives.${estimated ? ' Valued at base rates, so about.' : ''}`,
        },
      ]),
];

/** The report of `meterline cache`. */
export const cacheReport = (facts: CacheFacts): Report<CacheRow, CacheTotals> => ({
  kind: CACHE,
  envelope: envelopeOf(CACHE, {
    now: facts.now,
    zone: facts.zone,
    range: facts.question.range,
    by: ['section', 'name', 'of'],
    rows: rowsOf(facts.cache),
    totals: figures(facts.cache.totals),
    notes: notesOf(facts),
  }),
  lines: (screen) => cacheLines(facts, screen),
});

interface Line {
  readonly name: string;
  /** Of a model. */
  readonly provider?: string;
  readonly use: CacheFigures;
}

const cacheLines = (facts: CacheFacts, screen: Screen): readonly string[] => {
  const { question, zone, cache } = facts;
  const head = headingLines(
    { title: 'Prompt cache', range: question.range, zone, where: question.where },
    screen,
  );
  if (cache.totals.usage.calls === 0) return [...head, NO_CALLS];
  return [
    ...head,
    ...verdict(cache.totals, screen),
    '',
    ...cacheTable('Model', modelLines(cache), screen, { name: 'Total', use: cache.totals }),
    ...projectAndSessionLines(facts, screen),
    '',
    ...notesOf(facts)
      .flatMap(({ text }) => wrap(text, screen.width))
      .map(screen.paint.faint),
  ];
};

const modelLines = ({ models }: CacheSavings): readonly Line[] =>
  models.map(({ key, ...use }) => ({ name: key.model ?? '(none)', provider: key.provider ?? '(none)', use }));

/** Whether a model is billed by several providers: then its name alone does not tell the rows apart. */
const hasSameNames = (lines: readonly Line[]): boolean =>
  lines.some(({ provider }) => provider !== undefined) &&
  new Set(lines.map(({ name }) => name)).size < lines.length;

const projectAndSessionLines = ({ cache, home, projects: shown }: CacheFacts, screen: Screen): string[] => {
  const projects = cache.projects.slice(0, shown).map(({ key, ...use }) => ({
    name: key.project === null ? '(none)' : tildePath(key.project, home),
    use,
  }));
  const sessions = cache.sessions.map(({ session, ...use }) => ({ name: shortId(session.session), use }));
  const left = cache.projects.length - projects.length;
  const { heading } = screen.paint;
  return [
    ...(projects.length < 2 ? [] : ['', heading('Projects'), ...cacheTable('Project', projects, screen)]),
    ...(left > 0 ? [screen.paint.faint(`${plural(left, 'more project')}; --limit shows more.`)] : []),
    ...(sessions.length === 0
      ? []
      : ['', heading('Sessions that sent the most uncached'), ...cacheTable('Session', sessions, screen)]),
  ];
};

const signed = (nanoUsd: number): string => (nanoUsd < 0 ? `−${formatUsd(-nanoUsd)}` : formatUsd(nanoUsd));

/** The figures that matter, in words. */
const verdict = (total: CacheFigures, screen: Screen): string[] => {
  const { paint } = screen;
  const { tokens } = total.usage;
  const rate = percent(tokens.cacheRead, sentTokens(tokens));
  return [
    `${paint.heading(rate)} of the input came from a cache.`,
    savedSentence(total, paint),
    ...lapseSentences(total).flatMap((text) => wrap(text, screen.width)),
  ];
};

const savedSentence = ({ netSavedNanoUsd: saved, usage }: CacheFigures, paint: Screen['paint']): string => {
  if (saved === null) return 'What it saved is not known: none of the models has a price.';
  return saved >= 0
    ? `It saved ${paint.money(formatUsd(saved))}, after ${formatUsd(usage.cost.cachePremiumNanoUsd)} extra for writing it.`
    : `It cost ${paint.bad(formatUsd(-saved))} more than no cache: it is written more than it is read.`;
};

const lapseSentences = (total: CacheFigures): string[] => {
  const { lapses, lapsedTokens, lapsedNanoUsd, oneHourGainNanoUsd } = total;
  if (lapses === 0) return [];
  const cost = lapsedNanoUsd === null ? '' : `, which cost ${formatUsd(lapsedNanoUsd)}`;
  const gain = oneHourGainNanoUsd ?? 0;
  return [
    `It lapsed ${plural(lapses, 'time')}: ${tokensInWords(lapsedTokens)} were written again${cost}.`,
    ...(gain > 0 ? [`With one hour to live it would have saved ${formatUsd(gain)} more.`] : []),
  ];
};

const savedCell = ({ use: { netSavedNanoUsd: saved } }: Line, { paint }: Screen): Cell => {
  if (saved === null) return { text: '—', paint: paint.faint };
  const tone = saved < 0 ? paint.bad : saved === 0 ? paint.faint : paint.money;
  return { text: signed(saved), paint: tone };
};

const cacheTable = (head: string, lines: readonly Line[], screen: Screen, total?: Line): string[] => {
  const lapsed = lines.some(({ use }) => use.lapses > 0);
  const columns: Column<Line>[] = [
    { head, min: 12, ...(head === 'Project' ? { keep: 'end' as const } : {}), cell: ({ name }) => name },
    ...(hasSameNames(lines)
      ? [
          {
            head: 'Provider',
            min: 8,
            cell: ({ provider = '' }: Line) => ({ text: provider, paint: screen.paint.faint }),
          },
        ]
      : []),
    { head: 'Calls', align: 'right', drop: 3, cell: ({ use }) => grouped(use.usage.calls) },
    { head: 'Uncached', align: 'right', cell: ({ use }) => compact(use.usage.tokens.input) },
    { head: 'Written', align: 'right', cell: ({ use }) => compact(use.usage.tokens.cacheWrite) },
    ...(lapsed
      ? [
          {
            head: 'Lapsed',
            align: 'right' as const,
            drop: 4,
            cell: ({ use }: Line) => compact(use.lapsedTokens),
          },
        ]
      : []),
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
