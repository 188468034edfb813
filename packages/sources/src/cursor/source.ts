import { splitFields } from '../read/csv-records.ts';
import { baseName, joinPath, walkFiles } from '../read/walk.ts';
import type { FileHead, Source, SourceFile } from '../source.ts';
import { bubbleReader } from './bubbles.ts';
import { cursorColumns, usageCsvReader } from './usage-csv.ts';

const GLOBAL_STORAGE = 'Cursor/User/globalStorage';
const STATE_FILE = 'state.vscdb';
/** A header line is short. */
const HEADER_BYTES = 4096;

/** Cursor: the usage CSV of its dashboard (exact), and its own database where that still holds counts. */
export const cursor: Source = {
  id: 'cursor',
  name: 'Cursor',
  parserVersion: 1,
  unseen: [
    'Since version 3 Cursor writes no token counts to disk: export the usage CSV from its dashboard and import that.',
    'Which project and conversation a row of the usage CSV belongs to.',
    'Agent transcripts of the Cursor CLI hold text without counts.',
  ],
  readers: { usage: usageCsvReader, bubbles: bubbleReader },
  roots: (env) => [userFolder(env.platform, env.home, env.get('APPDATA'))],
  *discover(root, fs) {
    const state = joinPath(root, STATE_FILE);
    if (fs.stat(state)?.kind === 'file') yield { path: state, reader: 'bubbles', context: null };
    // Cursor's own folder holds its extensions' data too; only a folder that was named by hand is searched for exports.
    if (root.endsWith(GLOBAL_STORAGE)) return;
    for (const path of walkFiles(fs, root, (name) => name.toLowerCase().endsWith('.csv'))) {
      const head = fs.read(path, HEADER_BYTES);
      if (head !== undefined && isUsageHeader(head)) yield { path, reader: 'usage', context: null };
    }
  },
  recognises: (head) => head.tables?.has('cursorDiskKV') ?? isUsageCsv(head),
  adopt: (path): SourceFile => ({
    path,
    reader: /\.(vscdb|db|sqlite)/i.test(baseName(path)) ? 'bubbles' : 'usage',
    context: null,
  }),
};

const userFolder = (platform: string, home: string, appData: string | undefined): string => {
  const base =
    platform === 'darwin'
      ? joinPath(home, 'Library/Application Support')
      : platform === 'win32'
        ? (appData ?? joinPath(home, 'AppData/Roaming'))
        : joinPath(home, '.config');
  return joinPath(base, GLOBAL_STORAGE);
};

const isUsageCsv = (head: FileHead): boolean => head.lines.length === 0 && isUsageHeader(head.bytes);

const isUsageHeader = (bytes: Uint8Array): boolean => {
  const text = new TextDecoder().decode(bytes.subarray(0, HEADER_BYTES));
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  return cursorColumns(splitFields(header, ',')) !== undefined;
};
