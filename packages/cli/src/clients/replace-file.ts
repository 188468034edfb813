import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { MeterlineError } from '@meterline/core';

/** Settings hold keys: a new file is its owner's alone. */
const OWN_FILE = 0o600;
const OWN_FOLDER = 0o700;

/** Undefined where there is none. */
export const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(path, error);
  }
};

/** In one step, with the permissions that it had; where it is a link, the file that it leads to. */
export const replaceFile = (path: string, text: string): void => {
  let temporary: string | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: OWN_FOLDER });
    const standing = statSync(path, { throwIfNoEntry: false });
    const target = standing === undefined ? path : realpathSync(path);
    temporary = `${target}.${process.pid}.tmp`;
    const descriptor = openSync(temporary, 'w', standing === undefined ? OWN_FILE : standing.mode & 0o777);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    throw unusable(path, error);
  }
};

const unusable = (path: string, error: unknown): MeterlineError =>
  new MeterlineError({
    code: 'CONFIG_UNWRITABLE',
    message: `${path} cannot be used (${(error as NodeJS.ErrnoException).code ?? 'EUNKNOWN'}).`,
    hint: 'Nothing was changed. Check the disk and who owns the file.',
  });
