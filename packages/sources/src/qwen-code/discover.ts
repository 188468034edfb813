import {
  asBuffer,
  baseName,
  defined,
  folderOf,
  joinPath,
  readJson,
  textOf,
  valueAt,
  walkFiles,
} from '../read/index.ts';
import { rememberUntilChanged } from '../read/remember.ts';
import type { SourceEnv, SourceFile, SourceFs } from '../source.ts';

const MAX_META_BYTES = 256 * 1024;
/** Enough of a parent's chat to hold its first response. */
const TELEMETRY_LOOK_BYTES = 1024 * 1024;

/** The runtime folder holds the chats; it follows the home unless it is moved by itself. */
export const rootsOf = (env: SourceEnv): readonly string[] => [
  env.get('QWEN_RUNTIME_DIR') ?? env.get('QWEN_HOME') ?? joinPath(env.home, '.qwen'),
];

/** A root may be `.qwen` or the folder that holds it. */
const homesOf = (root: string): readonly string[] => [root, joinPath(root, '.qwen')];

export const watchedFolders = (root: string): readonly string[] =>
  homesOf(root).flatMap((home) => [joinPath(home, 'projects'), joinPath(home, 'tmp')]);

export function* discoverChats(root: string, fs: SourceFs): Generator<SourceFile> {
  for (const home of homesOf(root)) {
    for (const place of chatPlaces(fs, home))
      for (const path of walkFiles(fs, place, isChatName)) yield adoptChat(path, fs);
  }
}

/** `usage_record.jsonl` and the like lie outside these folders: sums of what the chats hold. */
function* chatPlaces(fs: SourceFs, home: string): Generator<string> {
  for (const kind of ['projects', 'tmp'])
    for (const folder of fs.list(joinPath(home, kind)))
      if (folder.kind === 'folder')
        for (const part of kind === 'projects' ? ['chats', 'subagents'] : ['chats'])
          yield joinPath(home, kind, folder.name, part);
}

const isChatName = (name: string): boolean => /\.jsonl$|^session-.*\.json$/.test(name);

export const adoptChat = (path: string, fs: SourceFs): SourceFile => ({
  path,
  reader: path.endsWith('.json') ? 'document' : 'lines',
  context: /[/\\]subagents[/\\][^/\\]+[/\\][^/\\]+\.jsonl$/.test(path) ? subagentContext(path, fs) : {},
});

/** A subagent's rows name no model; its sidecar does. */
const subagentContext = (path: string, fs: SourceFs) => {
  const flags = valueAt(
    readJson(fs, path.replace(/\.jsonl$/, '.meta.json'), MAX_META_BYTES),
    'persistedCliFlags',
  );
  const parent = baseName(folderOf(path));
  const chat = joinPath(folderOf(folderOf(folderOf(path))), 'chats', `${parent}.jsonl`);
  return defined({
    model: textOf(valueAt(flags, 'model')),
    protocol: textOf(valueAt(flags, 'authType')),
    parentHasTelemetry: hasTelemetry(fs, chat),
  });
};

const hasTelemetry = (fs: SourceFs, chat: string): boolean =>
  rememberUntilChanged(fs, chat, 'qwen-code', () => {
    const head = fs.read(chat, TELEMETRY_LOOK_BYTES);
    return head !== undefined && asBuffer(head).includes('"qwen-code.api_response"');
  });
