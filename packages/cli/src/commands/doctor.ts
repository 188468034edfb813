import {
  doublesSince,
  type Meterline,
  sourceCoverage,
  unloggedSessions,
  unpricedModels,
  webhooksOf,
} from '@meterline/server';
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
import { emit } from '../report/emit.ts';
import type { Finding } from '../report/kinds/doctor.ts';
import { webhookFindings } from '../report/webhook-findings.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const findings = await findingsOf(meterline, invocation.now);
    await emit(invocation, doctorReport({ findings, zone: meterline.zone, now: invocation.now }));
    return 0;
  });

/** Twins are looked for in this time: older ones were told before. */
const DOUBLES_MS = 30 * 86_400_000;

const findingsOf = async (meterline: Meterline, now: number): Promise<readonly Finding[]> => {
  const { ledger, zone, world } = meterline;
  const coverage = await sourceCoverage(meterline);
  const stats = await ledger.stats();
  return [
    ...coverageFindings(coverage, zone),
    ...issueFindings(await ledger.issues(), (path) => tildePath(path, world.env.home)),
    ...unpricedFindings(await unpricedModels(ledger, { zone, where: [] })),
    ...doubleFindings(await doublesSince(ledger, now - DOUBLES_MS), zone),
    ...unloggedFindings(await unloggedSessions(ledger)),
    ...unseenFindings(coverage),
    ...priceFindings(meterline, now),
    ...clockFindings(stats, zone, now),
    ...ledgerFindings(stats),
    ...webhookFindings((await webhooksOf(meterline)).webhooks),
  ];
};
