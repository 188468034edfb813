import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { conformance } from '../conformance.test-kit.ts';
import { openSqliteLedger, type SqliteLedgerOptions } from './sqlite-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const openAt = (path: string, zone: string, tuned?: Pick<SqliteLedgerOptions, 'seal' | 'limits'>) =>
  openSqliteLedger({
    path,
    zone,
    clock: () => Date.parse('2026-04-01T00:00:00Z'),
    random: () => 0.5,
    ...tuned,
  });

/** The schema is made once for each zone: thousands of ledgers begin as a copy of such a file. */
const made = new Map<string, string>();
const open = async (zone: string, tuned?: Pick<SqliteLedgerOptions, 'seal' | 'limits'>) => {
  const path = join(folder, `${files++}.db`);
  const empty = made.get(zone) ?? join(folder, `empty-${made.size}.db`);
  if (!made.has(zone)) {
    await (await openAt(empty, zone)).close();
    made.set(zone, empty);
  }
  copyFileSync(empty, path);
  return openAt(path, zone, tuned);
};

conformance('sqlite', (zone) => open(zone));
conformance('sqlite with every day sealed and keys soon in the index', (zone) =>
  open(zone, {
    seal: { dayRows: 1, queryRows: 1 },
    limits: { recentKeys: 4, changesKept: 3, liveCalls: 64, liveChanges: 1, timedCalls: 100_000 },
  }),
);
