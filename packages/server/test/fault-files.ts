import type { Files, OpenFile } from '../src/files/files.ts';
import { nodeFiles } from '../src/files/node-files.ts';

/** What a test wants to happen at a step; throws to inject an error. */
export type OnStep = (step: 'list' | 'stat' | 'open' | 'read', path: string) => void;

/** The real file system with a hook before each step, and reads of at most `maxRead` bytes. */
export const hookedFiles = (onStep: OnStep, maxRead = Number.POSITIVE_INFINITY): Files => ({
  list: (dir) => {
    onStep('list', dir);
    return nodeFiles.list(dir);
  },
  stat: (path) => {
    onStep('stat', path);
    return nodeFiles.stat(path);
  },
  realpath: nodeFiles.realpath,
  open: (path) => {
    onStep('open', path);
    return hookedFile(path, nodeFiles.open(path), onStep, maxRead);
  },
});

const hookedFile = (path: string, file: OpenFile, onStep: OnStep, maxRead: number): OpenFile => ({
  facts: file.facts,
  read: (into, position) => {
    onStep('read', path);
    return file.read(into.subarray(0, Math.min(into.length, maxRead)), position);
  },
  close: file.close,
});

/** An error as Node's file calls throw it. */
export const fsError = (code: string): Error => Object.assign(new Error(code), { code });
