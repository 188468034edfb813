import { fileHead } from '../detect.ts';
import { valueAt } from '../read/fields.ts';
import { joinPath } from '../read/walk.ts';
import type { FileHead, Source, SourceEnv, SourceFile } from '../source.ts';
import { sessionFileReader } from './read-session-file.ts';
import { sessionsReader } from './read-sessions.ts';

const DATABASE = 'sessions.db';
const HEAD_BYTES = 64 * 1024;

/** Block's Goose: running totals a session, in SQLite or (older) in the first line of a session file. */
export const goose: Source = {
  id: 'goose',
  name: 'Goose',
  parserVersion: 1,
  unseen: [
    'Single calls: Goose keeps one total a session, so calls are what was added between two looks.',
    'Cached tokens in versions without cache columns: the price is then an upper bound.',
    'Which models a session used before it changed model: all is booked to the one that is set.',
  ],
  readers: { sessions: sessionsReader, file: sessionFileReader },
  roots,
  *discover(root, fs) {
    for (const entry of fs.list(root)) {
      if (entry.kind !== 'file') continue;
      const path = joinPath(root, entry.name);
      if (entry.name === DATABASE) yield fileAt(path);
      if (!entry.name.endsWith('.jsonl')) continue;
      const bytes = fs.read(path, HEAD_BYTES);
      if (bytes && isSessionFile(fileHead(path, bytes, { complete: bytes.length < HEAD_BYTES })))
        yield fileAt(path);
    }
  },
  recognises: (head) =>
    head.tables === undefined
      ? isSessionFile(head)
      : head.tables.has('sessions') && head.tables.has('messages') && !head.tables.has('session'),
  adopt: (path) => fileAt(path),
};

const fileAt = (path: string): SourceFile => ({
  path,
  reader: path.endsWith('.jsonl') ? 'file' : 'sessions',
  context: null,
});

const isSessionFile = ({ lines }: FileHead): boolean =>
  valueAt(lines[0], 'working_dir') !== undefined &&
  (valueAt(lines[0], 'accumulated_total_tokens') !== undefined ||
    valueAt(lines[0], 'message_count') !== undefined);

function roots({ platform, home, get }: SourceEnv): readonly string[] {
  const named = get('GOOSE_PATH_ROOT');
  if (named !== undefined) return [joinPath(named, 'data/sessions')];
  const data = get('XDG_DATA_HOME') ?? joinPath(home, '.local/share');
  const shared = [joinPath(data, 'goose/sessions'), joinPath(data, 'Block/goose/sessions')];
  if (platform === 'win32') {
    const appData = get('APPDATA') ?? joinPath(home, 'AppData/Roaming');
    return [joinPath(appData, 'Block/goose/data/sessions'), ...shared];
  }
  const support = joinPath(home, 'Library/Application Support');
  const mac = [joinPath(support, 'goose/sessions'), joinPath(support, 'Block/goose/sessions')];
  return platform === 'darwin' ? [...shared, ...mac] : shared;
}
