import { baseName, defined, folderOf, joinPath, walkFiles } from '../read/index.ts';
import type { SourceEnv, SourceFile, SourceFs } from '../source.ts';
import { projectsOf } from './projects.ts';

/** `GEMINI_CLI_HOME` stands for the home folder, not for `.gemini` itself. */
export const rootsOf = (env: SourceEnv): readonly string[] => [
  joinPath(env.get('GEMINI_CLI_HOME') ?? env.home, '.gemini'),
];

/** A root may be `.gemini` or the folder that holds it. */
const homesOf = (root: string): readonly string[] => [root, joinPath(root, '.gemini')];

/** Below `tmp` only: `.gemini` holds much else. */
export const watchedFolders = (root: string): readonly string[] =>
  homesOf(root).map((home) => joinPath(home, 'tmp'));

export function* discoverChats(root: string, fs: SourceFs): Generator<SourceFile> {
  for (const home of homesOf(root)) {
    const projectOf = projectsOf(fs, home);
    for (const folder of fs.list(joinPath(home, 'tmp'))) {
      if (folder.kind !== 'folder') continue;
      const chats = joinPath(home, 'tmp', folder.name, 'chats');
      for (const path of walkFiles(fs, chats, isChatName)) yield chatFile(path, projectOf(folder.name));
    }
  }
}

/** A file named by hand: its neighbourhood is looked at where it lies as the program put it. */
export const adoptChat = (path: string, fs: SourceFs): SourceFile => {
  const place = /^(.*)[/\\]tmp[/\\]([^/\\]+)[/\\]chats[/\\]/.exec(path);
  return chatFile(path, place ? projectsOf(fs, place[1]!)(place[2]!) : undefined);
};

const isChatName = (name: string): boolean => /\.jsonl?$/.test(name);

/** `chats/<session>/<id>.jsonl` is a subagent's, which its parent's folder is named after. */
const chatFile = (path: string, project: string | undefined): SourceFile => {
  const folder = baseName(folderOf(path));
  const isSubagent = folder !== 'chats' && baseName(folderOf(folderOf(path))) === 'chats';
  return {
    path,
    reader: path.endsWith('.json') ? 'document' : 'lines',
    context: defined({ project, parentSession: isSubagent ? folder : undefined }),
  };
};
