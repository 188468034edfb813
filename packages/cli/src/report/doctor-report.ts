import { plural } from '../render/number.ts';
import { headingLines } from '../render/page.ts';
import type { Paint } from '../render/paint.ts';
import type { Screen } from '../render/screen.ts';
import { plain, wrap } from '../render/text.ts';
import type { Report } from './emit.ts';
import { envelopeOf } from './envelope.ts';
import { CHECKS, DOCTOR, type DoctorTotals, type Finding } from './kinds/doctor.ts';

export interface DoctorFacts {
  readonly findings: readonly Finding[];
  readonly zone: string;
  readonly now: number;
}

/** The report of `meterline doctor`. */
export const doctorReport = ({ findings, zone, now }: DoctorFacts): Report<Finding, DoctorTotals> => {
  const count = (level: Finding['level']): number => findings.filter((one) => one.level === level).length;
  const totals = { notes: count('note'), warnings: count('warning'), faults: count('fault') };
  return {
    kind: DOCTOR,
    envelope: envelopeOf(DOCTOR, { now, zone, by: ['check'], rows: findings, totals }),
    lines: (screen) => [
      ...headingLines({ title: verdict(totals), zone }, screen),
      ...CHECKS.flatMap((check) => sectionLines(check, findings, screen)).slice(0, -1),
    ],
  };
};

const verdict = ({ warnings, faults, notes }: DoctorTotals): string => {
  if (faults + warnings === 0)
    return notes === 0 ? 'All is well' : `All is well, ${plural(notes, 'thing')} to know`;
  return [
    ...(faults > 0 ? [plural(faults, 'fault')] : []),
    ...(warnings > 0 ? [plural(warnings, 'thing')] : []),
  ]
    .join(' and ')
    .concat(' to look at');
};

const TITLES: Readonly<Record<(typeof CHECKS)[number], string>> = {
  source: 'Coverage',
  issue: 'Skipped or doubtful input',
  unpriced: 'Models without a price',
  double: 'Suspected double counting (last 30 days)',
  unlogged: 'Used but not logged (never in the figures)',
  unseen: 'What cannot be seen',
  prices: 'Prices',
  clock: 'Clock and zone',
  ledger: 'Ledger',
  webhook: 'Webhooks',
};

/** What an empty section says; the others are then left out. */
const CLEAN: Partial<Record<(typeof CHECKS)[number], string>> = {
  issue: 'nothing was skipped',
  unpriced: 'every call has a price',
  double: 'no call seems to have come by two roads',
};

const MARKS: Readonly<Record<Finding['level'], { readonly mark: string; readonly tone: keyof Paint }>> = {
  ok: { mark: '✓', tone: 'good' },
  note: { mark: '·', tone: 'faint' },
  warning: { mark: '!', tone: 'warn' },
  fault: { mark: '✗', tone: 'bad' },
};

const sectionLines = (
  check: (typeof CHECKS)[number],
  findings: readonly Finding[],
  screen: Screen,
): string[] => {
  const { paint, width } = screen;
  const own = findings.filter(({ key }) => key.check === check);
  const clean = CLEAN[check];
  if (own.length === 0 && clean === undefined) return [];
  const body =
    own.length === 0
      ? [`${paint.good('✓')} ${clean}`]
      : own.flatMap(({ key, level, text, fix }, at) => {
          const { mark, tone } = MARKS[level];
          const lines = wrap(plain(text), width - 2);
          const group = check === 'unseen' && own[at - 1]?.key.subject !== key.subject;
          return [
            ...(group ? [plain(key.subject ?? '')] : []),
            ...lines.map((line, index) => `${index === 0 ? paint[tone](mark) : ' '} ${line}`),
            ...(fix === null ? [] : [`  → ${paint.command(plain(fix))}`]),
          ];
        });
  return [paint.heading(TITLES[check]), ...body, ''];
};
