import { openMeterline } from '@meterline/server';
import { expect, it } from 'vitest';
import { runCli, throwAwayFolder } from './run-cli.ts';
import { NOW, sampleCalls } from './sample-calls.ts';

/** A real ledger with the sample calls. */
const ledgerFolder = async (): Promise<string> => {
  const home = throwAwayFolder();
  await withLedger(home, async (meterline) => {
    await meterline.ledger.append({ events: sampleCalls().map((call) => meterline.price(call)) });
  });
  return home;
};

type Opened = Extract<Awaited<ReturnType<typeof openMeterline>>, { ok: true }>['value'];

const withLedger = async (home: string, use: (meterline: Opened) => Promise<unknown>): Promise<void> => {
  const world = {
    env: { platform: 'linux' as const, home: '/home/dev', get: () => undefined },
    clock: () => NOW,
    random: () => 0.5,
  };
  const opened = await openMeterline(world, { home, zone: 'Europe/Berlin' });
  if (!opened.ok) throw new Error(opened.fault.message);
  await use(opened.value);
  await opened.value.close();
};

const REPORTS = [['costs'], ['blocks'], ['cache'], ['hours'], ['cron'], ['sessions'], ['models'], ['usage']];

it('reports say the same when calls are kept as totals only', async () => {
  const home = await ledgerFolder();
  const report = async (argv: readonly string[]): Promise<Record<string, unknown>> => {
    const ran = await runCli([...argv, '--period', 'all', '--json'], { home, durable: true });
    return JSON.parse(ran.out) as Record<string, unknown>;
  };
  const before = await Promise.all(REPORTS.map(report));
  const id = (before[5]!.rows as { key: { session: string } }[])[0]!.key.session;
  await withLedger(home, async ({ ledger }) => {
    expect(await ledger.dropEventsBefore(NOW)).toBeGreaterThan(0);
  });
  const after = await Promise.all(REPORTS.map(report));
  for (const [index, { totals, rows }] of after.entries()) {
    const name = REPORTS[index]!.join(' ');
    expect({ name, totals }).toEqual({ name, totals: before[index]!.totals });
    expect({ name, rows: (rows as unknown[]).length }).toEqual({
      name,
      rows: (before[index]!.rows as unknown[]).length,
    });
  }
  const starts = (blocks: Record<string, unknown>): unknown[] =>
    (blocks.rows as { start: string }[]).map(({ start }) => start);
  expect(starts(after[1]!)).toEqual(starts(before[1]!));
  const session = await runCli(['session', id], { home, durable: true });
  expect(session.out).toMatch(/Agents\n.*\nmain .*no longer kept/s);
  const turns = await runCli(['usage', '--turns', '--period', 'all'], { home, durable: true });
  expect(turns.out).toMatch(/Of \d+ earlier calls only the totals are kept/);
});
