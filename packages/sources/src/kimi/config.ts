import { createHash } from 'node:crypto';
import { asBuffer, joinPath, readJson, textOf, valueAt } from '../read/index.ts';
import type { SourceFs } from '../source.ts';

const MAX_CONFIG_BYTES = 1024 * 1024;

/**
 * The model that `config.toml` names: `default_model`, or what its `[models."…"]` table says it stands for. Nothing else of
 * that file is looked at; it holds keys.
 */
export const configuredModel = (fs: SourceFs, home: string): string | undefined => {
  const bytes = fs.read(joinPath(home, 'config.toml'), MAX_CONFIG_BYTES);
  if (bytes === undefined) return undefined;
  const lines = asBuffer(bytes).toString('utf8').split(/\r?\n/);
  const name = valueIn(lines, undefined, 'default_model');
  return name && (valueIn(lines, `models.${name}`, 'model') ?? name);
};

/** A text value of a TOML table, for the plain spellings that the programs write. */
const valueIn = (lines: readonly string[], table: string | undefined, key: string): string | undefined => {
  let current: string | undefined;
  for (const line of lines) {
    const header = /^\s*\[([^\]]+)\]\s*(#.*)?$/.exec(line);
    if (header) current = header[1]!.replace(/["'\s]/g, '');
    const pair = /^\s*([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(line);
    if (pair && pair[1] === key && current === table) return textOf(pair[2] ?? pair[3]);
  }
  return undefined;
};

/** Kimi CLI names a project's folder by the MD5 of its path; `kimi.json` lists the paths. */
export const projectsByHash = (fs: SourceFs, home: string): ReadonlyMap<string, string> => {
  const known = new Map<string, string>();
  const dirs = valueAt(readJson(fs, joinPath(home, 'kimi.json'), MAX_CONFIG_BYTES), 'work_dirs');
  for (const dir of Array.isArray(dirs) ? dirs : []) {
    const path = textOf(valueAt(dir, 'path'));
    if (path !== undefined) known.set(createHash('md5').update(path).digest('hex'), path);
  }
  return known;
};

/** Kimi Code keeps the folder of work in each session. */
export const workDirOf = (fs: SourceFs, sessionFolder: string): string | undefined =>
  textOf(valueAt(readJson(fs, joinPath(sessionFolder, 'state.json'), MAX_CONFIG_BYTES), 'workDir'));
