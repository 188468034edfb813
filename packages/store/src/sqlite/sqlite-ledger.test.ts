import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { conformance } from '../conformance.test-kit.ts';
import { openSqliteLedger, type SqliteLedgerOptions } from './sqlite-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const open = (zone: string, tuned?: Pick<SqliteLedgerOptions, 'seal' | 'limits'>) =>
  openSqliteLedger({
    path: join(folder, `${files++}.db`),
    zone,
    clock: () => Date.parse('2026-04-01T00:00:00Z'),
    random: () => 0.5,
    ...tuned,
  });

conformance('sqlite', (zone) => open(zone));
conformance('sqlite with every day sealed and keys soon in the index', (zone) =>
  open(zone, {
    seal: { dayRows: 1, queryRows: 1 },
    limits: { recentKeys: 4, changesKept: 3, liveCalls: 64, liveChanges: 1, timedCalls: 100_000 },
  }),
);
