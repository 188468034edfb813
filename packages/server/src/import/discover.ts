import type { Fault, Issue } from '@meterline/core';
import type { Source, SourceEnv, SourceFile, SourceFs } from '@meterline/sources';
import type { Config } from '../config/config.ts';
import { type FileFacts, type Files, isMissing } from '../files/files.ts';
import type { OpenDatabase } from '../files/open-database.ts';
import { type OnTrouble, sourceFs } from '../files/source-fs.ts';

/** A file that a source wants read, with what the file system says of it. */
export interface FoundFile {
  readonly source: Source;
  readonly file: SourceFile;
  readonly realPath: string;
  readonly facts: FileFacts;
}

/** What lies on the machine, before anything is opened. */
export interface Findings {
  readonly found: FoundFile[];
  readonly issues: Issue[];
  readonly faults: Fault[];
}

export interface Looking {
  readonly env: SourceEnv;
  readonly config: Config;
  readonly files: Files;
  readonly openDatabase: OpenDatabase;
}

export const noFindings = (): Findings => ({ found: [], issues: [], faults: [] });

/** The known roots of a source and the configured ones, as far as they exist; each real folder once. */
export const rootsOf = (source: Source, looking: Looking): readonly string[] => {
  const { env, config, files } = looking;
  const fs = fsFor(source, looking, noFindings());
  const byRealPath = new Map<string, string>();
  for (const root of [...source.roots(env, fs), ...(config.sources[source.id]?.roots ?? [])]) {
    const real = realPathOf(files, root);
    if (real !== undefined && !byRealPath.has(real)) byRealPath.set(real, root);
  }
  return [...byRealPath.values()];
};

/** Everything that a source finds under its roots, added to the findings. */
export const discoverSource = (
  source: Source,
  roots: readonly string[],
  looking: Looking,
  findings: Findings,
): void => {
  const fs = fsFor(source, looking, findings);
  const seen = new Set<string>();
  for (const root of roots) {
    for (const file of discoverIn(source, root, fs, findings))
      addFound(source, file, looking, seen, findings);
  }
};

/** A source that stumbles over one root must not keep the others from being read. */
export function* discoverIn(
  source: Source,
  root: string,
  fs: SourceFs,
  findings: Findings,
): Generator<SourceFile> {
  try {
    yield* source.discover(root, fs);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'an error';
    findings.faults.push({
      code: 'INTERNAL',
      message: `${source.name}: looking through ${root} ended in ${name}.`,
    });
  }
}

/** The file system for one source; what it cannot read becomes an issue of that source. */
export const fsFor = (source: Source, looking: Looking, findings: Findings): SourceFs => {
  const told = new Set<string>();
  const onTrouble: OnTrouble = (path, code, detail) => {
    if (told.has(path)) return;
    told.add(path);
    findings.issues.push({ source: source.id, file: path, at: 0, code, detail });
    findings.faults.push({ code: 'SOURCE_FILE_UNREADABLE', message: `${path} cannot be read (${detail}).` });
  };
  const query = <T>(path: string, look: Parameters<SourceFs['query']>[1]): T => {
    const db = looking.openDatabase(path);
    try {
      return look(db.reader) as T;
    } finally {
      db.close();
    }
  };
  return sourceFs(looking.files, query, onTrouble);
};

/** A file that went away between being listed and being looked at is simply not there. */
export const addFound = (
  source: Source,
  file: SourceFile,
  { files }: Looking,
  seen: Set<string>,
  findings: Findings,
): void => {
  try {
    const realPath = files.realpath(file.path);
    if (seen.has(realPath)) return;
    seen.add(realPath);
    findings.found.push({ source, file, realPath, facts: files.stat(file.path) });
  } catch (error) {
    if (isMissing(error)) return;
    findings.issues.push({ source: source.id, file: file.path, at: 0, code: 'UNREADABLE' });
    findings.faults.push({ code: 'SOURCE_FILE_UNREADABLE', message: `${file.path} cannot be read.` });
  }
};

const realPathOf = (files: Files, path: string): string | undefined => {
  try {
    return files.realpath(path);
  } catch {
    return undefined;
  }
};
