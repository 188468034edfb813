import {
  type Cost,
  type CostExplanation,
  formatUsdExact,
  type Quota,
  TOKEN_KIND_NAMES,
} from '@meterline/core';
import { describePriceNote, OWN_RATES, RATE_NAMES_SHOWN } from '@meterline/server';
import type { StoredCall } from '@meterline/store';
import { shortId } from '../render/name.ts';
import { grouped } from '../render/number.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { pad, plain, wrap } from '../render/text.ts';
import { showDate, showSecond } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, iso, type Note } from './envelope.ts';
import { EXPLAIN, type ExplainRow, type ExplainTotals } from './kinds/explain.ts';
import { quotaRowsOf } from './quota-rows.ts';

export interface ExplainFacts {
  readonly call: StoredCall;
  /** The arithmetic with the prices known now. */
  readonly explanation: CostExplanation;
  readonly zone: string;
  readonly now: number;
}

const exact = (nanoUsd: number | undefined): string | null =>
  nanoUsd === undefined ? null : formatUsdExact(nanoUsd);

/** The report of `meterline explain`. */
export const explainReport = (facts: ExplainFacts): Report<ExplainRow, ExplainTotals> => ({
  kind: EXPLAIN,
  envelope: envelopeOf(EXPLAIN, {
    now: facts.now,
    zone: facts.zone,
    range: { from: facts.call.startedAt, to: facts.call.startedAt + 1 },
    rows: rowsOf(facts.explanation),
    totals: totalsOf(facts),
    notes: notesOf(facts),
  }),
  lines: (screen) => explainLines(facts, screen),
});

const rowsOf = ({ lines, fees }: CostExplanation): readonly ExplainRow[] => [
  ...lines.map((line) => ({
    part: 'tokens' as const,
    name: line.bucket,
    count: line.tokens,
    usdPerMillion: line.usdPerMillion,
    usdEach: null,
    usd: line.usd,
    rate: line.rate === OWN_RATES[line.bucket] ? null : (RATE_NAMES_SHOWN[line.rate] ?? line.rate),
  })),
  ...fees.map((fee) => ({
    part: 'fee' as const,
    name: fee.fee,
    count: fee.count,
    usdPerMillion: null,
    usdEach: fee.usdEach,
    usd: fee.usd,
    rate: null,
  })),
];

const recordedOf = (cost: Cost): ExplainTotals['recorded'] => ({
  listUsd: exact(cost.listNanoUsd),
  billedUsd: exact(cost.billedNanoUsd),
  reportedUsd: exact(cost.reportedNanoUsd),
  priceRule: cost.priceRule ?? null,
  matchedBy: cost.matchedBy ?? null,
  bookVersion: cost.bookVersion,
  confidence: cost.confidence,
});

const totalsOf = ({ call, explanation }: ExplainFacts): ExplainTotals => ({
  call: call.id,
  keys: call.keys,
  startedAt: iso(call.startedAt),
  app: call.app ?? null,
  session: call.session ?? null,
  provider: explanation.provider,
  model: explanation.model,
  modelSent: call.model,
  status: explanation.cost.status,
  quotas: quotaRowsOf(call.quotas),
  promptTokens: explanation.promptTokens,
  tier: explanation.tier ?? null,
  subtotalUsd: explanation.subtotalUsd,
  multipliers: explanation.multipliers.map(({ name, ratio }) => ({ name, factor: ratio.join('/') })),
  listUsd: explanation.listUsd ?? null,
  recorded: recordedOf(call.cost),
  price:
    explanation.period === undefined
      ? null
      : {
          from: explanation.period.from ?? null,
          to: explanation.period.to ?? null,
          sourceUrl: explanation.source?.url ?? null,
          sourceSeen: explanation.source?.seen ?? null,
        },
});

const differs = ({ call, explanation }: ExplainFacts): boolean =>
  call.cost.listNanoUsd !== explanation.cost.listNanoUsd;

const notesOf = (facts: ExplainFacts): readonly Note[] => [
  ...(facts.explanation.cost.notes ?? []).map((note) => ({ code: note, text: describePriceNote(note) })),
  ...(differs(facts)
    ? [
        {
          code: 'recorded_otherwise',
          text: 'The recorded cost was made with another price; it stays until `meterline reprice`.',
        },
      ]
    : []),
];

const explainLines = (facts: ExplainFacts, screen: Screen): readonly string[] => [
  screen.paint.title(`Call ${facts.call.id}`),
  ...callLines(facts, screen),
  '',
  ...arithmeticLines(facts, screen),
  '',
  ...moneyLines(facts, screen),
  '',
  ...ruleLines(facts, screen),
  ...notesOf(facts).flatMap(({ text }) => wrap(text, screen.width).map(screen.paint.warn)),
];

const named = (
  facts: readonly (readonly [string, string | null | undefined])[],
  { paint }: Screen,
): string[] =>
  facts
    .filter(([, text]) => text !== null && text !== undefined && text !== '')
    .map(([name, text]) => `${paint.faint(pad(name, 9))} ${plain(text!)}`);

/** `tokens 79,000 of 80,000 left, whole again Oct 1 10:01:00` */
const leftOf = ({ kind, limit, remaining, resetAt }: Quota, zone: string): string => {
  const of = limit === undefined ? '' : ` of ${grouped(limit)}`;
  const left = remaining === undefined ? of : ` ${grouped(remaining)}${of} left`;
  const reset =
    resetAt === undefined ? '' : `, whole again ${showDate(resetAt, zone)} ${showSecond(resetAt, zone)}`;
  return `${kind}${left}${reset}`;
};

const callLines = ({ call, explanation, zone }: ExplainFacts, screen: Screen): string[] => {
  const sent = call.model === explanation.model ? '' : ` (sent as ${call.model})`;
  const flags = [call.serviceTier, call.batch === true ? 'batch' : undefined, call.speed, call.region].filter(
    Boolean,
  );
  return named(
    [
      ['Time', `${showDate(call.startedAt, zone)} ${showSecond(call.startedAt, zone)} ${zone}`],
      [
        'From',
        [call.app ?? call.source, call.session && `session ${shortId(call.session)}`]
          .filter(Boolean)
          .join(' · '),
      ],
      ['Model', `${explanation.model}${sent}`],
      ['Billed by', explanation.provider],
      ['Flags', flags.join(', ')],
      ...(call.quotas ?? []).map((quota, i) => [i === 0 ? 'Limits' : '', leftOf(quota, zone)] as const),
    ],
    screen,
  );
};

/** A line of the sum: what, how many, at what, makes what. */
interface SumLine {
  readonly what: string;
  readonly count: string;
  readonly rate: string;
  readonly usd: string;
}

const arithmeticLines = (facts: ExplainFacts, screen: Screen): readonly string[] => {
  const { explanation } = facts;
  if (explanation.cost.status === 'zero') return ['This call is known to cost nothing.'];
  if (explanation.lines.length === 0 && explanation.listUsd === undefined)
    return unpricedLines(facts, screen);
  const columns: Column<SumLine>[] = [
    { head: '', min: 12, cell: ({ what }) => what },
    { head: 'Count', align: 'right', cell: ({ count }) => count },
    { head: 'Rate', align: 'right', cell: ({ rate }) => rate },
    { head: 'US dollars', align: 'right', cell: ({ usd }) => usd },
  ];
  const lines = sumLines(explanation);
  const total = { what: 'API list price', count: '', rate: '', usd: explanation.listUsd ?? '—' };
  const places = Math.max(...[...lines, total].map(({ usd }) => decimalsOf(usd)));
  const aligned = (line: SumLine): SumLine => ({ ...line, usd: withPlaces(line.usd, places) });
  return renderTable(columns, lines.map(aligned), screen, [aligned(total)]);
};

const decimalsOf = (usd: string): number => usd.split('.')[1]?.length ?? 0;

/** Zeros behind the last digit, so that the points stand under each other. */
const withPlaces = (usd: string, places: number): string => {
  if (!/^\d/.test(usd) || places === 0) return usd;
  const [whole, fraction = ''] = usd.split('.');
  return `${whole}.${fraction.padEnd(places, '0')}`;
};

/** `$2.50`, `$0.125` */
const usdText = (usd: string): string => `$${withPlaces(usd, Math.max(2, decimalsOf(usd)))}`;

const unpricedLines = ({ explanation, call }: ExplainFacts, { paint, width }: Screen): readonly string[] => {
  const { provider, model, cost } = explanation;
  if (cost.notes?.includes('not_counted') === true)
    return wrap('The answer did not say what it used, so what it cost is not known.', width).map(paint.warn);
  return [
    ...wrap(`No price is known for ${plain(provider)}:${plain(model)} at that time. To set one:`, width).map(
      paint.warn,
    ),
    `  ${paint.command(`meterline prices set ${plain(call.model)} --input … --output …`)}`,
    `  ${paint.command('meterline reprice --unpriced')}`,
  ];
};

const sumLines = ({ lines, multipliers, fees, subtotalUsd }: CostExplanation): readonly SumLine[] => [
  ...lines.map(({ bucket, tokens, usdPerMillion, rate, usd }) => ({
    what: `${TOKEN_KIND_NAMES[bucket]}${rate === OWN_RATES[bucket] ? '' : ` (at the rate of ${RATE_NAMES_SHOWN[rate] ?? rate})`}`,
    count: grouped(tokens),
    rate: `${usdText(usdPerMillion)} / M`,
    usd,
  })),
  ...(multipliers.length === 0 ? [] : [{ what: 'Tokens', count: '', rate: '', usd: subtotalUsd }]),
  ...multipliers.map(({ name, ratio }) => ({
    what: `× ${name}`,
    count: '',
    rate: ratio[1] === 1 ? `× ${ratio[0]}` : `× ${ratio[0]}/${ratio[1]}`,
    usd: '',
  })),
  ...fees.map(({ fee, count, usdEach, usd }) => ({
    what: fee === 'webSearch' ? 'Web searches' : 'Requests',
    count: grouped(count),
    rate: `${usdText(usdEach)} each`,
    usd,
  })),
];

/** The three amounts, kept apart; the recorded list price only where it differs. */
const moneyLines = (facts: ExplainFacts, screen: Screen): string[] => {
  const { cost } = facts.call;
  const amount = (nanoUsd: number | undefined): string =>
    nanoUsd === undefined ? 'not known' : `$${formatUsdExact(nanoUsd)}`;
  const inPlan = cost.billedNanoUsd === 0 && (cost.listNanoUsd ?? 0) > 0;
  return named(
    [
      [
        'Recorded',
        cost.listNanoUsd === undefined ? 'not priced' : `${amount(cost.listNanoUsd)} at API list price`,
      ],
      ['Billed', inPlan ? '$0, a plan covers it' : amount(cost.billedNanoUsd)],
      [
        'Reported',
        cost.reportedNanoUsd === undefined ? null : `${amount(cost.reportedNanoUsd)}, by the sender`,
      ],
    ],
    screen,
  );
};

const periodText = (period: CostExplanation['period']): string | null => {
  if (period === undefined) return null;
  const day = (instant: string): string => instant.slice(0, 10);
  const from = period.from === undefined ? 'always' : `since ${day(period.from)}`;
  return period.to === undefined ? from : `${from}, until ${day(period.to)}`;
};

/** Enough of the book's hash to tell versions apart; JSON has all of it. */
const BOOK_ID = 12;

const ruleLines = ({ explanation }: ExplainFacts, screen: Screen): string[] => {
  const { cost, source, tier, promptTokens } = explanation;
  return named(
    [
      ['Rule', cost.priceRule],
      ['Matched', cost.matchedBy],
      [
        'Tier',
        tier === undefined || tier === 'base' ? null : `${tier} (prompt of ${grouped(promptTokens)} tokens)`,
      ],
      ['Price', periodText(explanation.period)],
      ['Source', source === undefined ? null : `${source.url} (seen ${source.seen})`],
      ['Note', explanation.note],
      ['Certainty', cost.confidence],
      ['Book', cost.bookVersion.slice(0, BOOK_ID)],
    ],
    screen,
  );
};
