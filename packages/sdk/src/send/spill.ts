import { MAX_SPILL_BYTES, MAX_SPILL_FILES } from '../limits.ts';
import type { NodeParts } from '../runtime.ts';

/**
 * Files in which records wait while Meterline is away: one JSON a line, the same that would be sent. A file belongs to the
 * process whose number it is named by; those of processes that are gone are taken over by renaming them.
 */
export interface Spill {
  /** Appends at once, synchronously. False: no room, or no folder that can be trusted. */
  write(lines: readonly string[]): boolean;
  /** Files of ours, and of processes that are gone. */
  waiting(): readonly SpillFile[];
}

export interface SpillFile {
  lines(): readonly string[];
  remove(): void;
}

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const NAME = /^(\d+)-([0-9a-f]+)-(\d+)\.ndjson$/;

export const openSpill = (
  node: NodeParts,
  given: string | undefined,
  endpoint: string,
  runId: string,
): Spill => {
  const { fs, os, path, process } = node;
  const user = process.getuid?.() ?? 'user';
  const root = given ?? path.join(os.tmpdir(), `meterline-sdk-${user}`);
  const folder = path.join(root, endpoint.replace(/[^\w.-]+/g, '_'));
  let claims = 0;
  const nameOf = (claim: number): string => path.join(folder, `${process.pid}-${runId}-${claim}.ndjson`);
  const files = (): readonly string[] => {
    try {
      return isTrusted(node, root) ? fs.readdirSync(folder).filter((name) => NAME.test(name)) : [];
    } catch {
      return [];
    }
  };
  return {
    write: (lines) => {
      try {
        fs.mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
        const text = `${lines.join('\n')}\n`;
        const used = files().reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0);
        if (!isTrusted(node, root) || used + text.length > MAX_SPILL_BYTES) return false;
        fs.appendFileSync(nameOf(0), text, { mode: PRIVATE_FILE });
        return true;
      } catch {
        return false;
      }
    },
    waiting: () =>
      files()
        .slice(0, MAX_SPILL_FILES)
        .flatMap((name) => {
          const [, pid = '', run] = NAME.exec(name) ?? [];
          if (run !== runId && isAlive(node, Number(pid))) return [];
          claims += 1;
          const claimed = nameOf(claims);
          try {
            fs.renameSync(path.join(folder, name), claimed);
          } catch {
            return [];
          }
          return [spillFile(node, claimed)];
        }),
  };
};

const spillFile = ({ fs }: NodeParts, path: string): SpillFile => ({
  lines: () => {
    try {
      return fs
        .readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    } catch {
      return [];
    }
  },
  remove: () => fs.rmSync(path, { force: true }),
});

/** A folder of this user, and no link: the folder for temporary files belongs to everybody. */
const isTrusted = ({ fs, process }: NodeParts, root: string): boolean => {
  const found = fs.lstatSync(root);
  const uid = process.getuid?.();
  return found.isDirectory() && (uid === undefined || found.uid === uid);
};

/** Another run of the same number is gone: numbers are given once at a time. */
const isAlive = ({ process }: NodeParts, pid: number): boolean => {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
};
