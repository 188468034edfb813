import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { MeterlineError } from '@meterline/core';
import { EXPORT_CSV_HEAD, exportCsvLine, exportJsonLine } from '@meterline/server';
import { boundsOf, questionOf } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { plural } from '../render/number.ts';

/** Text is gathered up to this size before it is written, so that neither memory nor system calls grow. */
const BATCH_CHARS = 64 * 1024;
const EXIT_INTERRUPTED = 130;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { flags, shell } = invocation;
    const csv = flags.text('format') === 'csv' || (flags.text('format') === undefined && flags.on('csv'));
    const { range, where } = questionOf(invocation, meterline.zone, 'all');
    const target = targetOf(invocation);
    let batch = csv ? EXPORT_CSV_HEAD : '';
    let count = 0;
    try {
      for await (const call of meterline.ledger.events({ ...boundsOf(range), where, order: 'oldest' })) {
        if (shell.interrupted.aborted) return EXIT_INTERRUPTED;
        batch += csv ? exportCsvLine(call) : exportJsonLine(call);
        count += 1;
        if (batch.length < BATCH_CHARS) continue;
        await target.write(batch);
        batch = '';
      }
      await target.write(batch);
    } finally {
      target.close();
    }
    if (target.path !== undefined)
      await shell.err.write(`${plural(count, 'call')} written to ${target.path}\n`);
    return 0;
  });

interface Target {
  readonly path: string | undefined;
  readonly write: (text: string) => Promise<void> | void;
  readonly close: () => void;
}

const targetOf = ({ flags, shell }: Invocation): Target => {
  const output = flags.text('output');
  if (output === undefined || output === '-')
    return { path: undefined, write: (text) => shell.out.write(text), close: () => undefined };
  const path = resolve(shell.cwd, output);
  const file = opened(path);
  return { path, write: (text) => void writeSync(file, text), close: () => closeSync(file) };
};

const opened = (path: string): number => {
  try {
    // Names of projects and people are in it: for its owner only.
    return openSync(path, 'w', 0o600);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: `--output ${path} cannot be written${code}.`,
    });
  }
};
