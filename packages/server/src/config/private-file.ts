import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** What the ledger holds is nobody's business but the user's. */
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Makes a folder that only its user can look into. One that is there already belongs to the user: it stays as it is. */
export const makePrivateFolder = (path: string): void => {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  // Level by level: `recursive` never ends where a folder exists and says ENOENT of what is to be made in it (/proc).
  if (dirname(path) !== path) makePrivateFolder(dirname(path));
  try {
    mkdirSync(path, { mode: PRIVATE_FOLDER });
  } catch (error) {
    // Another process may have made it meanwhile; a file, or a link to nothing, is in the way.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
};

/**
 * Replaces a file in one step: whoever reads it sees the old text or the new one, also when the power fails between.
 *
 * @param tag Keeps two writers' temporary files apart.
 */
export const writePrivateFile = (path: string, text: string, tag: string): void => {
  makePrivateFolder(dirname(path));
  const temporary = `${path}.${tag}.tmp`;
  try {
    const descriptor = openSync(temporary, 'w', PRIVATE_FILE);
    try {
      // Not writeSync: on a disk that is nearly full it writes less than it was given, and says nothing.
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
};
