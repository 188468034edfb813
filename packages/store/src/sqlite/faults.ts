import { type ErrorCode, faultOf, MeterlineError } from '@meterline/core';

/** SQLite's primary result codes (sqlite.org/rescode.html) as what a person can do about them. */
const FAULTS: Readonly<Record<number, { code: ErrorCode; says: string; hint: string }>> = {
  5: {
    code: 'LEDGER_LOCKED',
    says: 'is held by another program',
    hint: 'Wait for it to finish or stop it, then try again.',
  },
  6: {
    code: 'LEDGER_LOCKED',
    says: 'is held by another program',
    hint: 'Wait for it to finish or stop it, then try again.',
  },
  8: {
    code: 'LEDGER_READ_ONLY',
    says: 'cannot be written',
    hint: 'Check the rights of the file and of its folder.',
  },
  10: {
    code: 'LEDGER_DAMAGED',
    says: 'cannot be read or written',
    hint: 'Check the disk; restore the file from a backup if it stays so.',
  },
  11: {
    code: 'LEDGER_DAMAGED',
    says: 'is damaged',
    hint: 'Restore it from a backup, or move it away and import again.',
  },
  13: {
    code: 'LEDGER_FULL',
    says: 'has no room left',
    hint: 'Free some space on its disk; nothing was half written.',
  },
  14: {
    code: 'LEDGER_READ_ONLY',
    says: 'cannot be opened',
    hint: 'Check that it can be read, and that its folder exists and may be written.',
  },
  26: {
    code: 'LEDGER_DAMAGED',
    says: 'is not a ledger',
    hint: 'Restore it from a backup, or move it away and import again.',
  },
};

const BUSY = [5, 6];
const UNOPENABLE = [8, 14];

/** SQLite's primary result code in an error, or undefined. */
const resultCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;

export const isBusy = (error: unknown): boolean => BUSY.includes(resultCode(error) ?? -1);

/** Whether SQLite could not open the file, or one of those that it needs beside it. */
export const isUnopenable = (error: unknown): boolean => UNOPENABLE.includes(resultCode(error) ?? -1);

/** The error as a `LEDGER_*` fault that names the file; anything else comes back as it is. */
export const ledgerError = (error: unknown, path: string): unknown => {
  if (faultOf(error) !== undefined) return error;
  const systemCode = error instanceof Error && 'code' in error ? error.code : undefined;
  const known = FAULTS[systemCode === 'ENOSPC' ? 13 : isDenied(systemCode) ? 8 : (resultCode(error) ?? -1)];
  if (known === undefined) return error;
  const message = `The ledger ${path} ${known.says}.`;
  return new MeterlineError({ code: known.code, message, hint: known.hint }, { cause: error });
};

const isDenied = (systemCode: unknown): boolean =>
  systemCode === 'EACCES' || systemCode === 'EROFS' || systemCode === 'EPERM';
