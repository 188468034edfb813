import { type Fault, fail, ok, type Result } from '@meterline/core';
import { detectSource, type FileHead, type Source, type SourceFile, walkFiles } from '@meterline/sources';
import { errnoOf } from '../files/files.ts';
import { addFound, discoverIn, type Findings, fsFor, type Looking, noFindings } from './discover.ts';
import { headOf } from './file-head.ts';
import type { SourceFindings } from './importer.ts';

export interface Adoption {
  readonly bySource: readonly SourceFindings[];
  /** Paths that could not be used. */
  readonly faults: readonly Fault[];
}

/**
 * Finds out whose the files and folders are that a person named. A folder is first shown to every source as if it were
 * one of its roots (so that neighbours such as indexes and sidecars are understood), and of what a source finds there
 * only the files are taken whose content it recognises. What no source found is then detected file by file.
 *
 * `columns` is the column map of a CSV; `forced` are the sources that a person named, which then take every file.
 */
export const adoptPaths = async (
  paths: readonly string[],
  sources: readonly Source[],
  forced: boolean,
  columns: Readonly<Record<string, string>> | undefined,
  looking: Looking,
): Promise<Adoption> => {
  const adopter: Adopter = {
    sources,
    forced,
    columns,
    looking,
    findings: new Map(),
    seen: new Set(),
    faults: [],
  };
  for (const path of paths) await adoptPath(path, adopter);
  return {
    faults: adopter.faults,
    bySource: [...adopter.findings].map(([source, findings]) => ({ source, roots: [...paths], findings })),
  };
};

interface Adopter {
  readonly sources: readonly Source[];
  readonly forced: boolean;
  readonly columns: Readonly<Record<string, string>> | undefined;
  readonly looking: Looking;
  readonly findings: Map<Source, Findings>;
  /** Real paths that have found their source. */
  readonly seen: Set<string>;
  readonly faults: Fault[];
}

const findingsOf = (source: Source, adopter: Adopter): Findings => {
  const known = adopter.findings.get(source);
  if (known) return known;
  const fresh = noFindings();
  adopter.findings.set(source, fresh);
  return fresh;
};

const adoptPath = async (path: string, adopter: Adopter): Promise<void> => {
  const { files } = adopter.looking;
  try {
    if (files.stat(path).kind === 'folder') await adoptFolder(path, adopter);
    else await adoptFile(path, adopter, 'must');
  } catch (error) {
    adopter.faults.push(unreadable(path, errnoOf(error)));
  }
};

const unreadable = (path: string, reason: string): Fault => ({
  code: 'SOURCE_FILE_UNREADABLE',
  message: reason === 'ENOENT' ? `There is nothing at ${path}.` : `${path} cannot be read (${reason}).`,
});

const adoptFolder = async (root: string, adopter: Adopter): Promise<void> => {
  const { sources, looking } = adopter;
  for (const source of sources) {
    const findings = findingsOf(source, adopter);
    const fs = fsFor(source, looking, findings);
    for (const file of discoverIn(source, root, fs, findings)) {
      const real = fs.realpath(file.path);
      // Whoever comes first in the list of sources has it: the list goes from the particular to the general.
      if (real === undefined || adopter.seen.has(real)) continue;
      if (adopter.forced || (await recognised(source, file, adopter)))
        addFound(source, withColumns(file, source, adopter), looking, adopter.seen, findings);
    }
  }
  const fs = fsFor(sources[0]!, looking, noFindings());
  for (const path of walkFiles(fs, root, () => true)) {
    const real = fs.realpath(path);
    if (real !== undefined && !adopter.seen.has(real)) await adoptFile(path, adopter, 'may');
  }
};

const recognised = async (source: Source, file: SourceFile, adopter: Adopter): Promise<boolean> => {
  const head = await readableHead(file.path, adopter);
  return head.ok && source.recognises(head.value);
};

/** `must`: a person named this file, so it is a fault when nobody knows it. `may`: it only lay in a named folder. */
const adoptFile = async (path: string, adopter: Adopter, need: 'must' | 'may'): Promise<void> => {
  const { looking, sources } = adopter;
  const head = await readableHead(path, adopter);
  const detected = head.ok ? chooseSource(head.value, sources, adopter, need) : head;
  if (!detected.ok) {
    if (need === 'must') adopter.faults.push(detected.fault);
    return;
  }
  const source = detected.value;
  const findings = findingsOf(source, adopter);
  const file = source.adopt(path, fsFor(source, looking, findings));
  addFound(source, withColumns(file, source, adopter), looking, adopter.seen, findings);
};

/** One named source takes a named file even when it does not recognise it; else the content decides. */
const chooseSource = (
  head: FileHead,
  sources: readonly Source[],
  adopter: Adopter,
  need: 'must' | 'may',
): Result<Source> => {
  const only = sources.length === 1 ? sources[0] : undefined;
  if (only && adopter.forced && need === 'must') return ok(only);
  const mapped = adopter.columns && sources.find((source) => source.id === 'csv');
  if (mapped && need === 'must') return ok(mapped);
  return detectSource(head, sources);
};

const readableHead = async (path: string, { looking }: Adopter): Promise<Result<FileHead>> => {
  try {
    return ok(await headOf(path, looking.files, looking.openDatabase));
  } catch (error) {
    return fail('SOURCE_FILE_UNREADABLE', unreadable(path, errnoOf(error)).message);
  }
};

/** A column map belongs to the file as long as it is read: another map is another context, so the file is read again. */
const withColumns = (file: SourceFile, source: Source, { columns }: Adopter): SourceFile =>
  columns && source.id === 'csv' ? { ...file, context: { columns } } : file;
