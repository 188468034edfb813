import type { Ledger } from '@meterline/store';
import type { Files } from '../src/files/files.ts';
import { hookedFiles } from './fault-files.ts';

/** A process that is killed at one of its steps: from then on nothing that it does has any effect. */
export interface KilledProcess {
  readonly files: Files;
  ledger(real: Ledger): Ledger;
  /** Steps that it has taken. */
  steps(): number;
}

/**
 * Counts every look at a file, every read and both sides of every commit, and dies at step `dieAt`. Dying on the far side
 * of a commit means that the ledger has the batch but the importer never learns of it.
 */
export const killedAt = (dieAt: number, maxRead: number): KilledProcess => {
  let step = 0;
  const next = (): void => {
    if (++step >= dieAt) throw new Error('killed');
  };
  return {
    steps: () => step,
    files: hookedFiles(next, maxRead),
    ledger: (real) =>
      new Proxy(real, {
        get: (target, name: keyof Ledger) => {
          if (name !== 'append') return target[name];
          return async (batch: Parameters<Ledger['append']>[0]) => {
            next();
            const result = await target.append(batch);
            next();
            return result;
          };
        },
      }),
  };
};
