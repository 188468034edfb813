import { isRecord, valueAt } from '../read/fields.ts';
import { joinPath } from '../read/walk.ts';
import type { FileHead, Source, SourceEnv, SourceFile, SourceFs } from '../source.ts';
import { threadReader } from './read-thread.ts';

const THREAD_NAME = /^T-[\w-]+\.json$/;

/** Sourcegraph's Amp: one JSON file a thread, rewritten whole. */
export const amp: Source = {
  id: 'amp',
  name: 'Amp',
  parserVersion: 1,
  unseen: [
    'Threads that newer versions keep on the server only.',
    'Credits: Amp bills in its own unit; the list price of the tokens is shown instead.',
  ],
  readers: { thread: threadReader },
  roots,
  *discover(root, fs) {
    yield* threadsIn(joinPath(root, 'threads'), fs);
    yield* threadsIn(root, fs);
  },
  recognises,
  adopt: (path) => fileAt(path),
  watch: (root) => [joinPath(root, 'threads')],
};

function roots(env: SourceEnv): readonly string[] {
  const named = env.get('AMP_DATA_DIR');
  if (named !== undefined) return named.split(',').map((dir) => dir.trim());
  // The same place on every platform, Windows included.
  return [joinPath(env.get('XDG_DATA_HOME') ?? joinPath(env.home, '.local/share'), 'amp')];
}

function* threadsIn(dir: string, fs: SourceFs): Generator<SourceFile> {
  for (const entry of fs.list(dir))
    if (entry.kind === 'file' && THREAD_NAME.test(entry.name)) yield fileAt(joinPath(dir, entry.name));
}

const fileAt = (path: string): SourceFile => ({ path, reader: 'thread', context: null });

function recognises(head: FileHead): boolean {
  const { document } = head;
  if (document === undefined) return isLongThread(head.bytes);
  const isThread =
    /^T-/.test(String(valueAt(document, 'id'))) && Array.isArray(valueAt(document, 'messages'));
  return isThread || isRecord(valueAt(document, 'usageLedger'));
}

/** A thread that is longer than the head: its id stands among the first keys. */
const isLongThread = (bytes: Uint8Array): boolean => {
  const start = new TextDecoder().decode(bytes.subarray(0, 4096));
  return (
    /^\s*\{/.test(start) && /"id"\s*:\s*"T-[\w-]+"/.test(start) && /"(v|created|messages)"\s*:/.test(start)
  );
};
