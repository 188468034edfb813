import { recordAt, textOf, valueAt } from '../read/fields.ts';
import { baseName, joinPath, walkFiles } from '../read/walk.ts';
import type { Json, Source, SourceFile, SourceFs } from '../source.ts';
import { settingsReader } from './read-settings.ts';

const SETTINGS = '.settings.json';
/** The first line of a session's transcript is a short header; what follows is never read. */
const TRANSCRIPT_HEAD_BYTES = 64 * 1024;

/** Factory's Droid: running totals a session beside its transcript. */
export const droid: Source = {
  id: 'droid',
  name: 'Droid (Factory)',
  parserVersion: 1,
  unseen: [
    'Single calls: Droid keeps one total a session, so calls are what was added between two looks.',
    'When tokens were used before the first look: they are dated at the last change of the session.',
    'Which models a session used before it changed model: all is booked to the one that is set.',
  ],
  readers: { settings: settingsReader },
  roots: (env) => {
    const named = env.get('DROID_SESSIONS_DIR');
    const factory = env.get('FACTORY_DIR') ?? joinPath(env.home, '.factory');
    return [named ?? joinPath(factory, 'sessions')];
  },
  *discover(root, fs) {
    for (const path of walkFiles(fs, root, (name) => name.endsWith(SETTINGS))) yield fileAt(path, fs);
  },
  recognises: ({ document }) =>
    recordAt(document, 'tokenUsage') !== undefined &&
    (valueAt(document, 'providerLock') !== undefined || valueAt(document, 'model') !== undefined) &&
    valueAt(document, 'tokens') === undefined,
  adopt: (path, fs) => fileAt(path, fs),
};

const fileAt = (path: string, fs: SourceFs): SourceFile => ({
  path,
  reader: 'settings',
  context: contextOf(path, fs),
});

const contextOf = (path: string, fs: SourceFs): Json => {
  const session = baseName(path)
    .replace(SETTINGS, '')
    .replace(/\.json$/, '');
  const transcript = fs.read(
    joinPath(path.slice(0, -baseName(path).length), `${session}.jsonl`),
    TRANSCRIPT_HEAD_BYTES,
  );
  return { session, project: (transcript && folderIn(transcript)) ?? null };
};

const folderIn = (transcript: Uint8Array): string | undefined => {
  const [first = ''] = new TextDecoder().decode(transcript).split('\n', 1);
  try {
    return textOf(valueAt(JSON.parse(first), 'cwd'));
  } catch {
    return undefined;
  }
};
