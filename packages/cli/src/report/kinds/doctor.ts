import type { ReportKind } from '../envelope.ts';
import { choice, count, nullable, object, type TypeOf, text } from '../shape.ts';

export const CHECKS = [
  'source',
  'issue',
  'unpriced',
  'double',
  'unlogged',
  'unseen',
  'prices',
  'clock',
  'ledger',
  'webhook',
] as const;

const row = object({
  key: object({ check: choice(CHECKS), subject: nullable(text('A source, a file, a model, a session …')) }),
  level: choice(['ok', 'note', 'warning', 'fault']),
  count: nullable(count('Calls, lines or tokens, as the text says.')),
  text: text(),
  fix: nullable(text('A command that mends it.')),
});

const totals = object({ notes: count(), warnings: count(), faults: count() });

export type Finding = TypeOf<typeof row>;
export type DoctorTotals = TypeOf<typeof totals>;

export const DOCTOR: ReportKind<Finding, DoctorTotals> = {
  name: 'doctor',
  about: 'What to know before trusting a figure (`meterline doctor`).',
  row,
  totals,
};
