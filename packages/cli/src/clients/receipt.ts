import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Road } from './client-link.ts';
import { readIfThere, replaceFile } from './replace-file.ts';
import type { Splice } from './splice.ts';

/** What was changed in a client's configuration, to undo it exactly. */
export interface Receipt {
  readonly version: 1;
  readonly client: string;
  readonly road: Road;
  /** Of the Meterline that it was connected to. */
  readonly url: string;
  readonly file: string;
  /** The file was made for it. */
  readonly isNew: boolean;
  /** SHA-256 of the file as it was left: only that text is undone. */
  readonly after: string;
  readonly splices: readonly Splice[];
  /** UTC milliseconds. */
  readonly at: number;
}

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export const receiptPath = (home: string, client: string, road: Road): string =>
  join(home, 'connections', `${client}-${road}.json`);

export const saveReceipt = (home: string, receipt: Receipt): void =>
  replaceFile(receiptPath(home, receipt.client, receipt.road), `${JSON.stringify(receipt, null, 2)}\n`);

/** Undefined where there is none, or none that can be used. */
export const readReceipt = (home: string, client: string, road: Road): Receipt | undefined => {
  const text = readIfThere(receiptPath(home, client, road));
  if (text === undefined) return undefined;
  try {
    const receipt = JSON.parse(text) as Receipt;
    return receipt.version === 1 && Array.isArray(receipt.splices) ? receipt : undefined;
  } catch {
    return undefined;
  }
};

export const dropReceipt = (home: string, client: string, road: Road): void =>
  rmSync(receiptPath(home, client, road), { force: true });
