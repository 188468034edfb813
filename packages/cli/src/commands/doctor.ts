import type { Meterline } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { tildePath } from '../render/name.ts';
import {
  clockFindings,
  coverageFindings,
  doubleFindings,
  issueFindings,
  ledgerFindings,
  priceFindings,
  unloggedFindings,
  unpricedFindings,
  unseenFindings,
} from '../report/doctor-checks.ts';
import { doctorReport } from '../report/doctor-report.ts';
import { type Suspicion, sharedModels, suspectedDoubles } from '../report/double-counting.ts';
import { emit } from '../report/emit.ts';
import type { Finding } from '../report/kinds/doctor.ts';
import { sourceCoverage } from '../report/source-coverage.ts';
import { unpricedModels } from '../report/unpriced.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const findings = await findingsOf(meterline, invocation.now);
    await emit(invocation, doctorReport({ findings, zone: meterline.zone, now: invocation.now }));
    return 0;
  });

/** Twins are looked for in this time and number of calls: older ones were told before. */
const DOUBLES_MS = 30 * 86_400_000;
const MAX_LOOKED_AT = 1_000_000;

const findingsOf = async (meterline: Meterline, now: number): Promise<readonly Finding[]> => {
  const { ledger, zone, world } = meterline;
  const everything = { zone, where: [] };
  const coverage = await sourceCoverage(meterline);
  const stats = await ledger.stats();
  const declared = await ledger.declared();
  const sessions =
    declared.length === 0 ? [] : (await ledger.usage({ ...everything, by: ['app', 'session'] })).rows;
  return [
    ...coverageFindings(coverage, zone),
    ...issueFindings(await ledger.issues(), (path) => tildePath(path, world.env.home)),
    ...unpricedFindings(await unpricedModels(meterline, everything)),
    ...doubleFindings(await doublesSince(meterline, now - DOUBLES_MS), zone),
    ...unloggedFindings(declared, sessions),
    ...unseenFindings(coverage),
    ...priceFindings(meterline, now),
    ...clockFindings(stats, zone, now),
    ...ledgerFindings(stats),
  ];
};

/** Only a model that several programs used can have twins, so only its calls are read. */
const doublesSince = async ({ ledger, zone }: Meterline, from: number): Promise<readonly Suspicion[]> => {
  const { rows } = await ledger.usage({ zone, where: [], from, by: ['app', 'source', 'model'] });
  const where = sharedModels(rows).map((value) => ({ dimension: 'model', op: '=', value }) as const);
  if (where.length === 0) return [];
  return suspectedDoubles(ledger.events({ from, where, order: 'oldest', limit: MAX_LOOKED_AT }));
};
