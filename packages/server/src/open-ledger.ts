import { existsSync } from 'node:fs';
import { fail, faultOf, ok, type Result } from '@meterline/core';
import { type Ledger, openMemoryLedger, openSqliteLedger } from '@meterline/store';
import { ledgerPath } from './config/load-config.ts';
import { makePrivateFolder } from './config/private-file.ts';
import { errnoOf } from './files/files.ts';
import type { World } from './meterline.ts';

/**
 * Opens the ledger of a data folder, and makes it when it may. Who only reads gets an empty one, in memory, where none is
 * yet or it is just being made.
 *
 * @param configured The zone that the configuration names, if it does: its days are then the ledger's.
 * @param zone The zone of a new ledger.
 */
export const openLedger = async (
  world: World,
  options: { readonly home: string; readonly readOnly?: boolean; readonly lockAttempts?: number },
  configured: string | undefined,
  zone: string,
): Promise<Result<Ledger>> => {
  const { home, readOnly = false, lockAttempts } = options;
  const path = ledgerPath(home);
  if (readOnly && !existsSync(path)) return ok(openMemoryLedger({ zone }));
  try {
    if (!readOnly) makePrivateFolder(home);
    const { clock, random } = world;
    const patience = lockAttempts === undefined ? {} : { lockAttempts };
    const ledger = await openSqliteLedger({
      path,
      zone: configured ?? zone,
      clock,
      random,
      readOnly,
      ...patience,
    });
    if (!readOnly && configured !== undefined) await keepDaysIn(configured, ledger);
    return ok(ledger);
  } catch (error) {
    const fault = faultOf(error);
    if (readOnly && fault?.code === 'LEDGER_MISSING') return ok(openMemoryLedger({ zone }));
    if (fault) return { ok: false, fault };
    if (errnoOf(error) === 'EUNKNOWN') throw error;
    return fail('LEDGER_READ_ONLY', `${home} cannot be used as a data folder (${errnoOf(error)}).`);
  }
};

/** A changed zone has other days: the daily totals are summed anew, once. */
const keepDaysIn = async (zone: string, ledger: Ledger): Promise<void> => {
  if ((await ledger.stats()).zone !== zone) await ledger.rebuildDays(zone);
};
