import { formatUsd, type UsageTotals } from '@meterline/core';
import { type Activity, HOURS_OF_DAY, type WeekHour } from '@meterline/server';
import type { Question } from '../arguments/question.ts';
import { shade } from '../render/bar.ts';
import { costText } from '../render/money.ts';
import { percent, plural, tokensInWords } from '../render/number.ts';
import { headingLines, NO_CALLS, noteLines } from '../render/page.ts';
import { isWide, type Screen } from '../render/screen.ts';
import { wrap } from '../render/text.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { HOURS, type HourRow, WEEKDAYS } from './kinds/hours.ts';
import { figuresOf, type JsonUsageTotals } from './usage-figures.ts';

export type HourMetric = 'cost' | 'tokens' | 'calls';

export interface HoursFacts extends Activity {
  readonly question: Question;
  readonly zone: string;
  readonly now: number;
  readonly metric: HourMetric;
  readonly notes: readonly Note[];
}

const measures: Readonly<Record<HourMetric, (usage: UsageTotals) => number>> = {
  cost: ({ cost }) => cost.listNanoUsd,
  tokens: ({ tokens }) => tokens.total,
  calls: ({ calls }) => calls,
};

const inWords: Readonly<Record<HourMetric, (usage: UsageTotals) => string>> = {
  cost: costText,
  tokens: ({ tokens }) => tokensInWords(tokens.total),
  calls: ({ calls }) => plural(calls, 'call'),
};

const twoDigits = (hour: number): string => String(hour).padStart(2, '0');

/** The report of `meterline hours`. */
export const hoursReport = (facts: HoursFacts): Report<HourRow, JsonUsageTotals> => {
  const { week } = facts;
  return {
    kind: HOURS,
    envelope: envelopeOf(HOURS, {
      now: facts.now,
      zone: facts.zone,
      range: facts.question.range,
      by: ['weekday', 'hour'],
      rows: week
        .filter(({ usage }) => usage.calls > 0)
        .map(({ weekday, hour, usage }) => ({
          key: { weekday: WEEKDAYS[weekday]!, hour: twoDigits(hour) },
          ...figuresOf(usage),
        })),
      totals: figuresOf(facts.totals),
      notes: facts.notes,
    }),
    lines: (screen) => hoursLines(facts, screen),
  };
};

const TITLES = { cost: 'Cost', tokens: 'Tokens', calls: 'Calls' } as const;

const hoursLines = (facts: HoursFacts, screen: Screen): readonly string[] => {
  const { question, zone, metric, totals, week } = facts;
  const head = headingLines(
    {
      title: `${TITLES[metric]} by hour of the week`,
      range: question.range,
      zone,
      where: question.where,
      facts: metric === 'cost' ? ['API list price'] : [],
    },
    screen,
  );
  if (totals.calls === 0) return [...head, NO_CALLS];
  return [
    ...head,
    ...heatMap(week, metric, screen),
    '',
    ...peaks(facts, screen),
    ...noteLines(facts.notes, screen),
  ];
};

/** Seven lines of 24 cells; the scale below says what a shade is. */
const heatMap = (week: readonly WeekHour[], metric: HourMetric, screen: Screen): string[] => {
  const measure = measures[metric];
  const most = Math.max(...week.map(({ usage }) => measure(usage)));
  const cell = isWide(screen) ? 4 : screen.width >= 80 ? 3 : 2;
  const every = cell === 2 ? 3 : cell === 3 ? 2 : 1;
  const hours = Array.from({ length: HOURS_OF_DAY }, (_, hour) =>
    (hour % every === 0 ? twoDigits(hour) : '').padEnd(cell),
  ).join('');
  const lines = WEEKDAYS.map((name, weekday) => {
    const cells = week
      .filter((one) => one.weekday === weekday)
      .map(({ usage }) => {
        const mark = shade(measure(usage), most);
        return mark === '·'
          ? screen.paint.faint(mark.padEnd(cell))
          : `${screen.paint.bar(mark.repeat(cell - 1))} `;
      });
    return `${name}  ${cells.join('')}`.trimEnd();
  });
  return [
    `     ${screen.paint.faint(hours.trimEnd())}`,
    ...lines,
    '',
    ...wrap(
      `░ ▒ ▓ █ are quarters up to ${amountText(metric, most)}, the sum of all such hours`,
      screen.width,
    ).map(screen.paint.faint),
  ];
};

const amountText = (metric: HourMetric, amount: number): string => {
  if (metric === 'cost') return formatUsd(amount);
  return metric === 'tokens' ? tokensInWords(amount) : plural(amount, 'call');
};

const SHOWN_PEAKS = 3;

/** The hours in which the most went, in words. */
const peaks = ({ week, metric, totals }: HoursFacts, { paint }: Screen): string[] => {
  const measure = measures[metric];
  const total = measure(totals);
  return [...week]
    .filter(({ usage }) => measure(usage) > 0)
    .sort((a, b) => measure(b.usage) - measure(a.usage))
    .slice(0, SHOWN_PEAKS)
    .map(({ weekday, hour, usage }, index) => {
      const label = index === 0 ? 'Peak' : '';
      const until = twoDigits((hour + 1) % HOURS_OF_DAY);
      return `${paint.heading(label.padEnd(5))}${WEEKDAYS[weekday]} ${twoDigits(hour)}:00–${until}:00  ${inWords[metric](usage)} (${percent(measure(usage), total)})`;
    });
};
