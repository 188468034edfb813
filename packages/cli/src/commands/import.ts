import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type IssueCode, MeterlineError } from '@meterline/core';
import type { ImportOptions, ImportReport, Meterline } from '@meterline/server';
import { checkColumns, columnsOf } from '../arguments/columns.ts';
import { instantFlag } from '../arguments/range.ts';
import { findSource } from '../arguments/source.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { didYouMean } from '../program/suggest.ts';
import { plural } from '../render/number.ts';
import { progressLine } from '../render/progress.ts';
import { emit } from '../report/emit.ts';
import { importReport } from '../report/import-report.ts';

const EXIT_SKIPPED = 5;
const EXIT_INTERRUPTED = 130;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    async (meterline) => {
      const { shell } = invocation;
      const options = optionsOf(invocation, meterline);
      const lostBefore = await losses(meterline);
      const progress = progressLine(shell);
      const report = await meterline
        .import({ ...options, onProgress: progress.onProgress, signal: shell.interrupted })
        .finally(progress.clear);
      failIfNothingWasUsable(report, options);
      await emit(
        invocation,
        importReport(report, {
          meterline,
          now: invocation.now,
          dryRun: options.dryRun === true,
          paths: options.paths ?? [],
        }),
      );
      if (shell.interrupted.aborted) return EXIT_INTERRUPTED;
      // A file that somebody named must be read whole; of an agent's own logs only what cannot be read at all counts.
      const lost = options.paths !== undefined && (await losses(meterline)) > lostBefore;
      return report.faults.length > 0 || lost ? EXIT_SKIPPED : 0;
    },
    { write: !invocation.flags.on('dry-run') },
  );

/** Issues that leave nothing out: the call counts as it is. */
const NOTHING_LOST: ReadonlySet<IssueCode> = new Set([
  'FUTURE_TIMESTAMP',
  'COUNTS_DISAGREE',
  'INHERITED_UNKNOWN',
]);

const losses = async ({ ledger }: Meterline): Promise<number> =>
  (await ledger.issues())
    .filter(({ code }) => !NOTHING_LOST.has(code))
    .reduce((sum, { count }) => sum + count, 0);

/** Files that were named, and none could be read: that is an error, and its hint says what to do. */
const failIfNothingWasUsable = ({ faults, sources }: ImportReport, { paths }: ImportOptions): void => {
  const [first, ...more] = faults;
  if (paths === undefined || first === undefined || sources.some(({ files }) => files > 0)) return;
  if (more.length === 0) throw new MeterlineError(first);
  throw new MeterlineError({
    ...first,
    message: `${first.message} And ${plural(more.length, 'file')} more.`,
  });
};

const optionsOf = ({ operands, flags, shell, now }: Invocation, meterline: Meterline): ImportOptions => {
  const { only, paths } = sortWords(operands, meterline, shell.cwd);
  const all = [...flags.list('path').map((path) => existing(path, shell.cwd)), ...paths];
  const since = flags.text('since');
  const columns = columnsOf(flags.list('map'));
  if (columns !== undefined) checkColumns(all, columns);
  return {
    ...(only.length === 0 ? {} : { only }),
    ...(all.length === 0 ? {} : { paths: all }),
    ...(since === undefined ? {} : { since: instantFlag('since', since, meterline.zone, now) }),
    ...(flags.on('dry-run') ? { dryRun: true } : {}),
    ...(columns === undefined ? {} : { columns }),
  };
};

/** Words are sources by name, else files. Nothing is taken for a file that does not exist. */
const sortWords = (
  words: readonly string[],
  { sources }: Meterline,
  cwd: string,
): { readonly only: readonly string[]; readonly paths: readonly string[] } => {
  const only: string[] = [];
  const paths: string[] = [];
  for (const word of words) {
    const source = findSource(word, sources);
    if (source !== undefined) only.push(source.id);
    else if (existsSync(resolve(cwd, word))) paths.push(resolve(cwd, word));
    else
      throw neitherSourceNorFile(
        word,
        sources.map(({ id }) => id),
      );
  }
  return { only, paths };
};

const existing = (path: string, cwd: string): string => {
  const full = resolve(cwd, path);
  if (existsSync(full)) return full;
  throw new MeterlineError({
    code: 'SOURCE_FILE_UNREADABLE',
    message: `--path ${path}: there is no such file or folder.`,
  });
};

const neitherSourceNorFile = (word: string, known: readonly string[]): MeterlineError =>
  /[./\\]/.test(word)
    ? new MeterlineError({
        code: 'SOURCE_FILE_UNREADABLE',
        message: `${word}: there is no such file or folder.`,
      })
    : new MeterlineError({
        code: 'SOURCE_UNKNOWN',
        message: `'${word}' is neither a source nor a file.${didYouMean(word, known)}`,
        hint: `Sources: ${known.join(', ')}.`,
      });
